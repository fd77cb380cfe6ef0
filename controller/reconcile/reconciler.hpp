#pragma once

#include <string>

#include "controller/cache/caches.hpp"
#include "controller/cache/workload_key.hpp"
#include "controller/events/recorder.hpp"
#include "controller/reconcile/plan.hpp"
#include "core/injection/settings.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::controller::reconcile {

// Brings one workload's CronJobs to what its annotations ask for, and says as Events what stands in the way. Borrows
// all. Threads: several at once, each with a client of its own, for different workloads.
class Reconciler {
 public:
  Reconciler(const Caches& caches, const core::injection::Settings& settings, events::Recorder& recorder,
             platform::metrics::Family& writes)
      : caches_(caches), settings_(settings), recorder_(recorder), writes_(writes) {}

  // False: it has to be tried again later; the log says why.
  bool reconcile(platform::kubernetes::Client& client, const WorkloadKey& key) const;

 private:
  struct Work;
  bool carry_out(const Work& work, const Action& action) const;
  core::Expected<void> send(const Work& work, const Action& action) const;
  void tell(const Work& work, const core::annotations::Finding& finding) const;
  void tell_repaired(const Work& work, const Action& action) const;

  const Caches& caches_;
  const core::injection::Settings& settings_;
  events::Recorder& recorder_;
  platform::metrics::Family& writes_;  // done
};

}  // namespace chandler::controller::reconcile
