#include "core/cronjob/volume.hpp"

#include <algorithm>
#include <format>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"

namespace chandler::core::cronjob {
namespace {

using annotations::Finding;
using annotations::Source;
using injection::find;
using nlohmann::json;

// Why no other pod can see what is in it; empty if one can. Without a type it is an emptyDir.
std::string_view not_shared(const json& volume) {
  if (volume.size() == 1 || volume.contains("emptyDir")) return "is an emptyDir: each pod has its own";
  if (volume.contains("ephemeral")) return "is ephemeral: each pod has its own";
  return {};
}

Finding refused(const Source& source, const injection::SourceContext& context, std::string_view why) {
  const std::string key = annotations::full_key(context.directive);
  const bool migrations = context.directive == "migrate";
  return {annotations::Severity::refuse,
          annotations::Problem::unsupported_pod,
          key,
          describe(source),
          {},
          std::format("{}: {} {}, so that {} cannot read it; {} a claim, configmap: or image:", key, describe(source),
                      why, migrations ? "a Job" : "the CronJob",
                      migrations ? "keep migrations in"
                                 : std::format("say in {}refresh where the data is:", annotations::prefix))};
}

}  // namespace

std::vector<json> shared_volumes(std::span<const Source> sources, const injection::SourceContext& context,
                                 std::vector<Finding>& findings) {
  std::vector<json> volumes;
  for (const Source& source : sources) {
    if (source.kind != Source::Kind::volume) continue;
    if (std::ranges::contains(context.claim_volumes, source.name)) {
      findings.push_back(refused(source, context, "is a claim template's: each pod has its own"));
      continue;
    }
    const json* volume = injection::find_named(find(context.pod_spec, {"volumes"}), source.name);
    if (volume == nullptr) continue;  // mount_source says so
    if (const std::string_view why = not_shared(*volume); !why.empty()) {
      findings.push_back(refused(source, context, why));
    } else if (!std::ranges::contains(volumes, *volume)) {
      volumes.push_back(*volume);
    }
  }
  return volumes;
}

}  // namespace chandler::core::cronjob
