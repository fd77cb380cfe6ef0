#include <algorithm>
#include <format>
#include <iterator>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/cronjob/task.hpp"
#include "core/cronjob/volume.hpp"

// Brings the workload's data sets up to date.
namespace chandler::core::cronjob {
namespace {

using annotations::Finding;
using annotations::ProvisionSpec;

const std::vector<annotations::Source>* sources_of(const ProvisionSpec& spec) {
  if (spec.refresh.sources) return &*spec.refresh.sources;
  return spec.load ? &*spec.load : nullptr;
}

const ProvisionSpec::Periodic& periodic(const ProvisionSpec& spec) {
  return spec.refresh;
}

std::string_view lacks(const ProvisionSpec& spec) {
  return sources_of(spec) == nullptr ? "has no data to bring: add chandler.dev/load or chandler.dev/refresh" : "";
}

injection::Part part(const ProvisionSpec& spec, const injection::SourceContext& context,
                     std::vector<Finding>& findings) {
  const ProvisionSpec::Refresh& refresh = spec.refresh;
  const std::vector<annotations::Source>& sources = *sources_of(spec);
  injection::SourceContext named = context;
  named.directive = refresh.sources ? "refresh" : "load";
  injection::Part part =
      injection::data_part(refresh_task.container, refresh_task.name, sources, spec, named, findings);
  std::ranges::move(shared_volumes(sources, named, findings), std::back_inserter(part.volumes));
  std::vector<std::string>& args = part.step.args;
  if (refresh.mode) args.insert(args.end(), {"--mode", std::string(*refresh.mode)});
  if (refresh.max_delete) args.insert(args.end(), {"--max-delete", std::format("{}%", refresh.max_delete->percent)});
  return part;
}

}  // namespace

constinit const Task refresh_task{
    .name = "refresh", .container = "chandler-refresh", .periodic = periodic, .lacks = lacks, .part = part};

}  // namespace chandler::core::cronjob
