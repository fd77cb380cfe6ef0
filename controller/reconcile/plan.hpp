#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "controller/cache/workload_key.hpp"
#include "controller/reconcile/compare.hpp"
#include "controller/reconcile/desired.hpp"
#include "platform/kubernetes/objects/cron_job.hpp"
#include "platform/kubernetes/objects/workload.hpp"

namespace chandler::controller::reconcile {

// One call to the API server.
struct Action {
  enum class Kind : std::uint8_t {
    create,  // apply where there is nothing; what another manager owns is left to it
    update,  // apply by force, as it was seen
    remove   // as it was seen
  };
  Kind kind = Kind::create;
  const core::cronjob::Task* task = nullptr;  // null: of one to remove
  std::string name;                           // the CronJob's
  nlohmann::json object;                      // to apply; holds the resourceVersion that was seen
  std::string uid;                            // of the one to remove
  std::string resource_version;
  Comparison why;
};

struct Plan {
  std::vector<Action> actions;
  std::vector<core::annotations::Finding> refused;  // a name that is somebody else's
};

struct Situation {
  const WorkloadKey& key;
  const platform::kubernetes::objects::Workload* workload;  // null: gone, or not labelled
  // What stands at the workload's possible names.
  const std::vector<std::shared_ptr<const platform::kubernetes::objects::CronJob>>& there;
};

// How to get from what is there to what is wanted. Only what carries the workload's controller reference is changed,
// only what carries our label, too, is removed. Pure.
Plan plan(const Situation& situation, const Desired& desired);

}  // namespace chandler::controller::reconcile
