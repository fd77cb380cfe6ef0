#pragma once

#include <functional>
#include <string>

#include "platform/health/component.hpp"
#include "platform/http/message.hpp"

namespace chandler::serve {

struct HealthState {
  bool certificate_loaded = false;
  bool trusted = false;                     // clients were made to trust it, or that is somebody else's business
  bool draining = false;                    // told to end
  platform::health::Components parts = {};  // beside the webhook and its certificate

  bool ready() const { return certificate_loaded && trusted && !draining; }
};

// The plain port: /livez, /readyz, /health, /metrics. Ready is about admission alone: what stands still beside it makes
// /health say "degraded", and takes no replica away from the API server. Both functions are called from any thread.
class Health {
 public:
  Health(std::function<HealthState()> state, std::function<std::string()> metrics);

  platform::http::Response handle(const platform::http::Request& request) const;

 private:
  std::function<HealthState()> state_;
  std::function<std::string()> metrics_;
};

}  // namespace chandler::serve
