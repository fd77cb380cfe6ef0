#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "controller/leadership/timing.hpp"
#include "core/error.hpp"
#include "core/injection/settings.hpp"
#include "platform/health/component.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::controller {

class Caches;

struct ControllerOptions {
  platform::kubernetes::Cluster cluster;
  core::injection::Settings settings;   // the webhook's
  std::vector<std::string> namespaces;  // that are looked after; empty: all
  platform::kubernetes::objects::ObjectKey lease{"chandler", "chandler"};
  leadership::Timing timing = {};
  std::chrono::milliseconds interval{300'000};        // all workloads are looked at so often, beside each change
  std::chrono::milliseconds status_interval{30'000};  // and their status so often
  std::size_t workers = 4;                            // workloads that are worked on at once
  std::size_t operation_workers = 3;                  // in every replica; 0: none here
  // A claim on an operation: another replica takes it over when its worker was silent for so long.
  leadership::Timing operation_claim{.duration = std::chrono::seconds(60)};
};

// What `chandler serve` does beside answering: every replica watches the cluster and works on operations, one leads and
// keeps the CronJobs of annotated workloads. All of it runs in threads of its own until `stop`.
class Controller {
 public:
  // Fails when no client can be made of what `cluster` says; an API server that is away is waited for. Borrows the
  // registry.
  static core::Expected<std::unique_ptr<Controller>> start(ControllerOptions options,
                                                           platform::metrics::Registry& registry,
                                                           const std::stop_token& stop);
  ~Controller();  // waits for the end, which `stop` has to bring about; by then another replica may lead
  Controller(const Controller&) = delete;
  Controller& operator=(const Controller&) = delete;
  Controller(Controller&&) = delete;
  Controller& operator=(Controller&&) = delete;

  // What it knows of the cluster; as long as it lives.
  const Caches& caches() const;
  // How its parts are now. Any thread.
  platform::health::Components components() const;
  // Sets the metrics that tell of now. Any thread.
  void sample();

 private:
  class Parts;
  explicit Controller(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace chandler::controller
