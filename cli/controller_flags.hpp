#pragma once

#include <string>
#include <vector>

#include "controller/controller.hpp"
#include "core/error.hpp"
#include "platform/process/environment.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

// What `serve` is told about its controller, as it was written.
struct ControllerFlags {
  bool off = false;
  std::string lease;  // empty: "chandler" in the Service's namespace
  std::string lease_duration = "30s";
  std::vector<std::string> namespaces;
  std::string interval;           // empty: $RECONCILE_INTERVAL, else 300 s
  std::string status_interval;    // empty: $STATUS_SYNC_INTERVAL, else 30 s
  std::string operation_workers;  // empty: $NUM_OPERATION_WORKERS, else 3
  std::string operation_claim = "60s";
};

void add_controller_flags(CLI::App& command, ControllerFlags& flags);

// All but the cluster and the injection settings. `namespace_name`: the Service's.
core::Expected<controller::ControllerOptions> read_controller_flags(const ControllerFlags& flags,
                                                                    const std::string& namespace_name,
                                                                    const platform::Environment& environment);

}  // namespace chandler::cli
