#include "controller/status/asked.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/injection/admit.hpp"
#include "core/injection/explain.hpp"

namespace chandler::controller::status {

namespace injection = core::injection;

Asked asked_of(const platform::kubernetes::objects::Workload& workload, const injection::Settings& settings) {
  Asked asked;
  const std::string& space = workload.metadata.key.namespace_name;
  if (std::ranges::contains(settings.excluded_namespaces, space)) return asked;
  const nlohmann::json definition = platform::kubernetes::objects::definition_of(workload);
  const auto explained = injection::explain(definition, workload.kind, space, settings);
  for (const auto* list : {&explained.containers, &explained.beside}) {
    for (const injection::ExplainedContainer& each : *list) {
      if (each.ours) asked.steps.push_back(each.name);
    }
  }
  const auto& spec = explained.spec;
  asked.migrates = spec.migrate.source.has_value();
  asked.loads = spec.load.has_value();
  asked.refreshes = spec.refresh.schedule.has_value();
  asked.probes = spec.probe.schedule.has_value();
  asked.heals = spec.heal.has_value();
  asked.findings =
      injection::admit({.kind = workload.kind, .namespace_name = space, .object = definition}, settings).findings;
  asked.stale_copies = injection::stale_copies(definition, workload.kind);
  return asked;
}

}  // namespace chandler::controller::status
