#include "core/injection/application.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"
#include "core/injection/names.hpp"
#include "core/injection/placement.hpp"

namespace chandler::core::injection {
namespace {

using nlohmann::json;

std::optional<std::int64_t> user_in(const json& holder) {
  const json* user = find(holder, {"securityContext", "runAsUser"});
  if (user == nullptr || !user->is_number_integer() || user->get<std::int64_t>() == 0) return std::nullopt;
  return user->get<std::int64_t>();
}

}  // namespace

const json* find_application(const json& pod_spec, const std::optional<std::string>& wanted, bool needed,
                             std::vector<annotations::Finding>& findings) {
  const json* containers = find(pod_spec, {"containers"});
  if (wanted) {
    if (const json* named = find_named(containers, *wanted)) return named;
    findings.push_back({needed ? annotations::Severity::refuse : annotations::Severity::warn,
                        annotations::Problem::not_in_pod,
                        annotations::full_key("container"),
                        *wanted,
                        {},
                        std::format("{}container: the pod has no container \"{}\"", annotations::prefix, *wanted)});
    if (needed) return nullptr;
  }
  const json* proxy = nullptr;
  for (const json* container : elements(containers)) {
    if (is_ours_in("containers", *container)) continue;
    if (!is_mesh_proxy(name_of(*container))) return container;
    if (proxy == nullptr) proxy = container;
  }
  return proxy;
}

std::optional<std::int64_t> run_as_user(const json& pod_spec, const json* application, const Settings& settings) {
  if (settings.run_as_user == RunAsUser::leave_out) return std::nullopt;
  if (application != nullptr) {
    if (const auto user = user_in(*application)) return user;
  }
  return user_in(pod_spec).value_or(settings.fallback_user);
}

}  // namespace chandler::core::injection
