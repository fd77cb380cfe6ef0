#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "certs/source.hpp"
#include "platform/tls/server_context.hpp"

namespace chandler::certs {

struct KeeperOptions {
  // How often the source is asked again, and up to a fifth more, so that replicas do not march in step.
  std::chrono::milliseconds interval{30'000};
  // After a failure: doubled each time up to `interval`.
  std::chrono::milliseconds first_retry{500};
  // Between a replacement's being trusted and its being served: every API server has to see the new trust, each by a
  // watch of its own.
  std::chrono::milliseconds settle{5'000};
};

// Keeps a server's certificate current: a thread of its own asks the source, makes clients trust what it
// gives and puts it into the slot. What is in the slot stays there while the source fails.
class Keeper {
 public:
  Keeper(std::unique_ptr<Source> source, std::shared_ptr<platform::tls::ServerSlot> slot, KeeperOptions options = {});
  ~Keeper() = default;  // asks the thread to stop and joins it; that may take as long as one request
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  Keeper(Keeper&&) = delete;
  Keeper& operator=(Keeper&&) = delete;

  // A certificate is served and clients were made to trust it. Once true, stays so. Any thread.
  bool ready() const { return ready_; }

 private:
  void run(const std::stop_token& stop);
  // How long until there is something to do.
  core::Expected<std::chrono::milliseconds> refresh();
  core::Expected<void> serve(const Bundle& bundle);
  void note_failure(const core::Error& error);

  const std::unique_ptr<Source> source_;
  const std::shared_ptr<platform::tls::ServerSlot> slot_;
  const KeeperOptions options_;
  std::optional<Bundle> served_;
  std::optional<Bundle> trusted_;                        // published, and to be served
  std::chrono::steady_clock::time_point trusted_since_;  // defined when `trusted_` is
  std::string failure_;                                  // logged last
  std::atomic<bool> ready_ = false;
  std::jthread thread_;
};

}  // namespace chandler::certs
