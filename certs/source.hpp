#pragma once

#include "certs/bundle.hpp"
#include "core/error.hpp"

namespace chandler::certs {

// Where a server's certificate comes from. Used by one thread; both functions may block for seconds.
class Source {
 public:
  Source() = default;
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;

  // The certificate to serve from now on.
  virtual core::Expected<Bundle> load() = 0;
  // Sees to it that clients trust it. Does nothing when they do.
  virtual core::Expected<void> publish(const Bundle& bundle) = 0;
};

}  // namespace chandler::certs
