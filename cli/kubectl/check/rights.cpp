#include "cli/kubectl/check/rights.hpp"

#include <array>
#include <format>

#include <nlohmann/json.hpp>

#include "core/text/counted.hpp"

namespace chandler::cli::kubectl::check {

using nlohmann::json;

std::span<const Right> controller_rights() {
  static constexpr auto rights = std::to_array<Right>({
      {"apps", "deployments", "list"},
      {"apps", "deployments", "watch"},
      {"apps", "statefulsets", "list"},
      {"apps", "statefulsets", "watch"},
      {"apps", "daemonsets", "list"},
      {"apps", "daemonsets", "watch"},
      {"batch", "cronjobs", "list"},
      {"batch", "cronjobs", "watch"},
      {"batch", "cronjobs", "create"},
      {"batch", "cronjobs", "patch"},
      {"batch", "cronjobs", "delete"},
      {"batch", "jobs", "get"},
      {"batch", "jobs", "list"},
      {"batch", "jobs", "watch"},
      {"batch", "jobs", "create"},
      {"", "pods", "list"},
      {"", "pods", "watch"},
      {"", "pods/eviction", "create"},
      {"chandler.dev", "operations", "list"},
      {"chandler.dev", "operations", "watch"},
      {"chandler.dev", "operations", "create"},
      {"chandler.dev", "operations", "delete"},
      {"chandler.dev", "operations/status", "update"},
      {"chandler.dev", "provisions", "list"},
      {"chandler.dev", "provisions", "watch"},
      {"chandler.dev", "provisions", "create"},
      {"chandler.dev", "provisions", "delete"},
      {"chandler.dev", "provisions/status", "update"},
      {"", "events", "list"},
      {"events.k8s.io", "events", "create"},
      {"events.k8s.io", "events", "patch"},
  });
  return rights;
}

json access_review(const Right& right, const std::string& user, const std::string& namespace_name) {
  const std::size_t slash = right.resource.find('/');
  json attributes{{"group", right.group}, {"resource", right.resource.substr(0, slash)}, {"verb", right.verb}};
  if (slash != std::string_view::npos) attributes["subresource"] = right.resource.substr(slash + 1);
  if (!namespace_name.empty()) attributes["namespace"] = namespace_name;
  json spec{{"user", user}, {"resourceAttributes", std::move(attributes)}};
  // Rights are often given to all of a namespace's accounts: "system:serviceaccount:NAMESPACE:NAME".
  const std::string account = "system:serviceaccount:";
  if (user.starts_with(account)) {
    const std::string space = user.substr(account.size(), user.rfind(':') - account.size());
    spec["groups"] = {"system:serviceaccounts", "system:serviceaccounts:" + space, "system:authenticated"};
  }
  return {{"apiVersion", "authorization.k8s.io/v1"}, {"kind", "SubjectAccessReview"}, {"spec", std::move(spec)}};
}

Finding judge_rights(const std::string& user, std::size_t asked, const std::vector<std::string>& lacking) {
  if (lacking.empty()) {
    return {
        Verdict::ok, "rights", std::format("{} has the {} it needs", user, core::text::counted(asked, "right")), {}};
  }
  std::string text;
  for (const std::string& right : lacking) text += (text.empty() ? "" : "; ") + right;
  return {Verdict::wrong, "rights", std::format("{} may not {}", user, text),
          "upgrade the chart with rbac.create: true, or grant what docs/rbac.md lists"};
}

}  // namespace chandler::cli::kubectl::check
