#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "platform/kubernetes/objects/lease.hpp"

namespace chandler::controller::leadership {

// The one Lease. Used by one thread.
class LeaseStore {
 public:
  using Lease = platform::kubernetes::objects::Lease;

  LeaseStore() = default;
  virtual ~LeaseStore() = default;
  LeaseStore(const LeaseStore&) = delete;
  LeaseStore& operator=(const LeaseStore&) = delete;
  LeaseStore(LeaseStore&&) = delete;
  LeaseStore& operator=(LeaseStore&&) = delete;

  // Nullopt: there is none.
  virtual core::Expected<std::optional<Lease>> get() = 0;
  // Makes it, or with a resourceVersion replaces it. Fails with kubernetes::code::conflict when somebody was faster.
  virtual core::Expected<Lease> put(const Lease& lease) = 0;
  // Blocks until it is no more as in `version`, or for so long, or until a stop.
  virtual void await_change(const std::string& version, std::chrono::milliseconds longest,
                            const std::stop_token& stop) = 0;
};

}  // namespace chandler::controller::leadership
