#include "core/injection/drift.hpp"

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"
#include "core/injection/admit.hpp"
#include "core/injection/copying.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"
#include "core/injection/workload.hpp"

namespace chandler::core::injection {

using nlohmann::json;

bool is_missed(const json& pod, std::string_view namespace_name, const Settings& settings) {
  const AdmissionResult now = admit({.kind = "Pod", .namespace_name = namespace_name, .object = pod}, settings);
  return now.reason == Reason::injected || now.reason == Reason::refused;
}

std::vector<StaleCopy> stale_copies(const json& workload, std::string_view kind) {
  std::vector<StaleCopy> stale;
  const json& own = metadata_of(workload);
  const json* const pod_template = find_template(workload, kind);
  if (pod_template == nullptr || opt_in(own) != OptIn::yes) return stale;
  const json held{{"metadata", metadata_of(*pod_template)}};
  json copied = held;
  copy_directives(copied, own, nullptr);
  const auto compare = [&](std::string_view map, const std::string& key) {
    const auto wanted = find_text(own, {map, key});
    const auto there = find_text(held, {"metadata", map, key});
    // What is not copied, such as directives before there is work to do, cannot be stale.
    if (!wanted || wanted == there || !find_text(copied, {"metadata", map, key})) return;
    stale.push_back({.key = key,
                     .wanted = std::string(*wanted),
                     .lacks = !there,
                     .held = std::string(there.value_or(std::string_view()))});
  };
  for (const annotations::Directive& directive : annotations::directives()) {
    if (annotations::concerns_pods(directive.group)) compare("annotations", annotations::full_key(directive.name));
  }
  compare("labels", std::string(annotations::inject_label));
  return stale;
}

}  // namespace chandler::core::injection
