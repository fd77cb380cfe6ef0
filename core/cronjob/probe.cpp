#include <algorithm>
#include <format>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/cronjob/task.hpp"
#include "core/injection/names.hpp"
#include "core/text/duration.hpp"

// Asks whether the workload's database is still what it should be.
namespace chandler::core::cronjob {
namespace {

using annotations::Finding;
using annotations::ProbeCheck;
using annotations::ProvisionSpec;
using annotations::Source;

const ProvisionSpec::Periodic& periodic(const ProvisionSpec& spec) {
  return spec.probe;
}

// Without a list of checks it has its own.
std::string_view lacks(const ProvisionSpec&) {
  return {};
}

// The folder is called as the Secret is: reports name it, and what is kept between runs goes by it.
void mount(const ProbeCheck& compare, std::size_t index, const injection::SourceContext& context, injection::Part& part,
           std::vector<Finding>& findings) {
  const Source secret{.kind = Source::Kind::secret, .name = compare.secret, .path = {}};
  auto mounted = injection::mount_source(secret, injection::data_volume(probe_task.name, index), compare.secret,
                                         context, findings);
  std::ranges::move(mounted.mounts, std::back_inserter(part.step.mounts));
  std::ranges::move(mounted.volumes, std::back_inserter(part.volumes));
}

std::string argument_of(const ProbeCheck& check) {
  if (check.secret.empty()) return check.name;
  return std::format("{}:{}/{}{}{}", check.name, injection::data_folder, check.secret,
                     check.parameters.empty() ? "" : "?", injection::without_dollars(check.parameters));
}

void add_checks(const std::vector<ProbeCheck>& checks, const injection::SourceContext& context, injection::Part& part,
                std::vector<Finding>& findings) {
  std::string list;
  std::vector<std::string_view> secrets;
  for (const ProbeCheck& check : checks) {
    list += std::format("{}{}", list.empty() ? "" : ",", argument_of(check));
    if (check.secret.empty() || std::ranges::contains(secrets, check.secret)) continue;
    mount(check, secrets.size(), context, part, findings);
    secrets.push_back(check.secret);
  }
  part.step.args.insert(part.step.args.end(), {"--check", std::move(list)});
}

injection::Part part(const ProvisionSpec& spec, const injection::SourceContext& context,
                     std::vector<Finding>& findings) {
  const ProvisionSpec::Probe& probe = spec.probe;
  injection::Part part{.step = {.name = probe_task.container,
                                .args = {std::string(probe_task.name)},
                                .mounts = {},
                                .database = &spec.database},
                       .volumes = {}};
  injection::SourceContext named = context;
  named.directive = probe_task.name;
  if (probe.checks) add_checks(*probe.checks, named, part, findings);
  std::vector<std::string>& args = part.step.args;
  if (probe.time_budget) args.insert(args.end(), {"--time-budget", text::to_text(*probe.time_budget)});
  if (probe.fail_on) args.insert(args.end(), {"--fail-on", std::string(*probe.fail_on)});
  if (probe.jobs) args.insert(args.end(), {"--jobs", std::format("{}", *probe.jobs)});
  if (probe.keep == "true") args.emplace_back("--keep");
  return part;
}

}  // namespace

constinit const Task probe_task{
    .name = "probe", .container = "chandler-probe", .periodic = periodic, .lacks = lacks, .part = part};

}  // namespace chandler::core::cronjob
