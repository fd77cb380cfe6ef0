#include "core/cronjob/migrate_status.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "core/annotations/keys.hpp"
#include "core/cronjob/template.hpp"
#include "core/cronjob/volume.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/application.hpp"
#include "core/injection/document.hpp"
#include "core/injection/object.hpp"
#include "core/injection/part.hpp"
#include "core/injection/workload.hpp"

namespace chandler::core::cronjob {
namespace {

using annotations::Finding;
using annotations::ProvisionSpec;
using annotations::Source;
using injection::object;
using nlohmann::json;

// An image that cannot be pulled must not hold it for ever; asking itself takes a second.
constexpr int longest_run = 600;

Finding refused(std::string_view key, std::string_view why) {
  const std::string full = annotations::full_key(key);
  return {annotations::Severity::refuse,  annotations::Problem::incomplete, full, {}, {},
          std::format("{} {}", full, why)};
}

void check(const ProvisionSpec& spec, std::vector<Finding>& findings) {
  const auto& database = spec.database;
  if (!spec.migrate.source) findings.push_back(refused("migrate", "is not there: no migrations are named"));
  if (!database.secret && !(database.host && database.user))
    findings.push_back(refused("database", "is not there: no database is named"));
}

std::optional<injection::Plan> make_plan(const json& workload, const json& pod_spec, const ProvisionSpec& spec,
                                         const injection::Settings& settings, std::vector<Finding>& findings) {
  const Source& source = *spec.migrate.source;
  const json* const application =
      injection::find_application(pod_spec, spec.containers.container, source.kind == Source::Kind::image, findings);
  const auto claims = injection::claim_volumes(workload);
  const injection::SourceContext context{"migrate", pod_spec, claims, settings};
  injection::Part part =
      injection::schema_part(migrate_status_container, {"migrate", "status"}, spec, context, findings);
  std::ranges::move(shared_volumes({&source, 1}, context, findings), std::back_inserter(part.volumes));
  if (injection::refuses(findings)) return std::nullopt;
  return plan_alone(std::move(part), spec, pod_spec, application, settings);
}

}  // namespace

json migrate_status_job(const json& workload, std::string_view kind, const ProvisionSpec& spec,
                        const injection::Settings& settings, std::vector<Finding>& findings) {
  const json* const pod_template = injection::find_template(workload, kind);
  const json* const pod_spec = pod_template == nullptr ? nullptr : injection::find(*pod_template, {"spec"});
  if (pod_spec == nullptr) return nullptr;
  std::vector<Finding> own;
  check(spec, own);
  std::optional<injection::Plan> plan;
  if (!injection::refuses(own)) plan = make_plan(workload, *pod_spec, spec, settings, own);
  std::ranges::move(own, std::back_inserter(findings));
  if (!plan) return nullptr;
  json pod = pod_spec_beside(workload, *pod_spec, std::move(*plan), "Never");
  return object("metadata", object("labels", labels_of(migrate_status_task)), "spec",
                object("backoffLimit", 0, "activeDeadlineSeconds", longest_run, "template",
                       object("metadata", object("labels", labels_of(migrate_status_task)), "spec", std::move(pod))));
}

}  // namespace chandler::core::cronjob
