#pragma once

#include <functional>
#include <string>

#include "platform/http/message.hpp"

namespace chandler::webhook {

struct HealthState {
  bool certificate_loaded = false;
  bool trusted = false;   // clients were made to trust it, or that is somebody else's business
  bool draining = false;  // told to end

  bool ready() const { return certificate_loaded && trusted && !draining; }
};

// The plain port: /livez, /readyz, /health, /metrics. Both functions are called from any thread.
class Health {
 public:
  Health(std::function<HealthState()> state, std::function<std::string()> metrics);

  platform::http::Response handle(const platform::http::Request& request) const;

 private:
  std::function<HealthState()> state_;
  std::function<std::string()> metrics_;
};

}  // namespace chandler::webhook
