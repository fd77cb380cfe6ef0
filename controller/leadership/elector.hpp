#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <stop_token>
#include <string>
#include <thread>

#include "controller/leadership/candidate.hpp"

namespace chandler::controller::leadership {

struct ElectorOptions {
  platform::kubernetes::objects::ObjectKey lease{"chandler", "chandler"};
  std::string identity;
  Timing timing = {};
};

// Takes part in the election until a stop, and lets a function run while this process leads. Two threads: one keeps
// the lease, the other leads, so that work that takes long costs no lease.
class Elector {
 public:
  // Runs while we lead; must return soon after its stop: when the lease was lost, or the process ends.
  using Lead = std::function<void(const std::shared_ptr<const Term>&, const std::stop_token&)>;

  Elector(std::unique_ptr<LeaseStore> leases, ElectorOptions options, Lead lead, const std::stop_token& stop);
  ~Elector();  // waits for the end, which `stop` has to bring about; by then the lease is released
  Elector(const Elector&) = delete;
  Elector& operator=(const Elector&) = delete;
  Elector(Elector&&) = delete;
  Elector& operator=(Elector&&) = delete;

  bool leading() const { return leading_; }

 private:
  void run(const std::stop_token& stop);
  void begin();
  void end();
  void note_failure(const core::Error& error);
  Clock::duration with_jitter(Clock::duration pause);

  const std::unique_ptr<LeaseStore> leases_;
  const ElectorOptions options_;
  const Lead lead_;
  Candidate candidate_;
  std::minstd_rand random_{std::random_device{}()};
  std::string failure_;  // logged last
  std::atomic<bool> leading_ = false;
  std::jthread leader_;
  std::thread thread_;  // the last: it uses the rest
};

}  // namespace chandler::controller::leadership
