#pragma once

#include <condition_variable>
#include <format>
#include <mutex>
#include <utility>

#include "controller/leadership/lease_store.hpp"
#include "platform/kubernetes/errors.hpp"

namespace chandler::controller::leadership {

// A Lease as the API server keeps it, for several candidates. Any thread.
struct SharedLease {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::optional<LeaseStore::Lease> lease;
  int version = 0;
};

// One candidate's way to it, which can be cut.
class MemoryLeases final : public LeaseStore {
 public:
  explicit MemoryLeases(SharedLease& shared) : shared_(shared) {}

  void cut(bool away) {
    const std::scoped_lock lock(shared_.mutex);
    away_ = away;
  }

  core::Expected<std::optional<Lease>> get() override {
    const std::scoped_lock lock(shared_.mutex);
    if (away_) return failed(platform::kubernetes::code::unreachable);
    return shared_.lease;
  }

  core::Expected<Lease> put(const Lease& lease) override {
    const std::scoped_lock lock(shared_.mutex);
    if (away_) return failed(platform::kubernetes::code::unreachable);
    const std::string current = shared_.lease ? shared_.lease->resource_version : std::string();
    if (lease.resource_version != current) return failed(platform::kubernetes::code::conflict);
    shared_.lease = lease;
    shared_.lease->resource_version = std::format("{}", ++shared_.version);
    shared_.changed.notify_all();
    return *shared_.lease;
  }

  void await_change(const std::string& version, std::chrono::milliseconds longest,
                    const std::stop_token& stop) override {
    std::unique_lock lock(shared_.mutex);
    shared_.changed.wait_for(lock, stop, longest,
                             [&] { return shared_.lease && shared_.lease->resource_version != version; });
  }

 private:
  static std::unexpected<core::Error> failed(std::string_view code) {
    return std::unexpected(core::Error{.code = std::string(code), .message = "away"});
  }

  SharedLease& shared_;
  bool away_ = false;
};

}  // namespace chandler::controller::leadership
