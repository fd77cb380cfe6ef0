#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/part.hpp"
#include "core/injection/source_mount.hpp"

namespace chandler::core::cronjob {

// A kind of work that CronJobs of ours do beside workloads.
struct Task {
  // "refresh": asked for by chandler.dev/refresh-schedule, done by the CronJob WORKLOAD-refresh, whose objects have it
  // as their component's label.
  std::string_view name;
  std::string_view container;  // the one that does it
  // The part of the annotations that says when.
  const annotations::ProvisionSpec::Periodic& (*periodic)(const annotations::ProvisionSpec& spec);
  // What no run can do without, beside a database; empty: it is there.
  std::string_view (*lacks)(const annotations::ProvisionSpec& spec);
  // Its container and all volumes of that. `spec` has to outlive the part.
  injection::Part (*part)(const annotations::ProvisionSpec& spec, const injection::SourceContext& context,
                          std::vector<annotations::Finding>& findings);
};

extern const Task refresh_task;
extern const Task probe_task;

// Both, in the order in which manifests have them.
std::span<const Task* const> tasks();

// "chandler.dev/refresh-schedule".
std::string schedule_key(const Task& task);

}  // namespace chandler::core::cronjob
