#include "controller/api/route.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <ranges>
#include <vector>

#include "core/text/url.hpp"

namespace chandler::controller::api {
namespace {

constexpr std::array<RouteTemplate, 8> table{
    {{Endpoint::list_workloads, "GET", "/api/v1/workloads", "listWorkloads"},
     {Endpoint::show_workload, "GET", "/api/v1/workloads/{namespace}/{kind}/{name}", "showWorkload"},
     {Endpoint::show_history, "GET", "/api/v1/workloads/{namespace}/{kind}/{name}/history", "showHistory"},
     {Endpoint::list_operations, "GET", "/api/v1/operations", "listOperations"},
     {Endpoint::create_operation, "POST", "/api/v1/operations", "createOperation"},
     {Endpoint::show_operation, "GET", "/api/v1/operations/{namespace}/{name}", "showOperation"},
     {Endpoint::show_permissions, "GET", "/api/v1/permissions", "showPermissions"},
     {Endpoint::openapi, "GET", "/openapi.json", "openapi"}}};

constexpr std::array<std::string_view, 3> kinds{"Deployment", "StatefulSet", "DaemonSet"};

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const auto part : std::views::split(path, '/')) parts.emplace_back(part);
  return parts;
}

// Nullopt: the path is another's.
std::optional<Route> match(const RouteTemplate& route, const std::vector<std::string_view>& path) {
  const auto wanted = segments(route.path);
  if (wanted.size() != path.size()) return std::nullopt;
  Route found{.endpoint = route.endpoint, .id = route.id};
  for (const auto& [want, seen] : std::views::zip(wanted, path)) {
    if (!want.starts_with('{')) {
      if (want != seen) return std::nullopt;
      continue;
    }
    auto value = core::text::percent_decode(seen);
    if (!value || value->empty()) return std::nullopt;
    (want == "{namespace}" ? found.namespace_name : want == "{kind}" ? found.kind : found.name) = *std::move(value);
  }
  return found;
}

bool same_word(std::string_view text, std::string_view kind) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(text, kind, {}, lower, lower);
}

}  // namespace

std::span<const RouteTemplate> routes() {
  return table;
}

bool is_api(std::string_view path) {
  return path == "/openapi.json" || path == "/api" || path.starts_with("/api/");
}

std::string_view kind_of(std::string_view text) {
  for (const std::string_view kind : kinds) {
    if (same_word(text, kind)) return kind;
    if (same_word(text, std::format("{}s", kind))) return kind;
  }
  return {};
}

Result<Route> find_route(std::string_view method, std::string_view path) {
  const auto parts = segments(path);
  std::string allowed;
  for (const RouteTemplate& route : table) {
    auto found = match(route, parts);
    if (!found) continue;
    if (method == route.method || (method == "HEAD" && route.method == "GET")) {
      if (found->kind.empty()) return *std::move(found);
      const std::string_view kind = kind_of(found->kind);
      if (kind.empty()) {
        return refuse(Reason::not_found, std::format("'{}' is no kind of workload; give deployment, statefulset or "
                                                     "daemonset",
                                                     found->kind));
      }
      found->kind = kind;
      return *std::move(found);
    }
    allowed += std::format("{}{}", allowed.empty() ? "" : ", ", route.method == "GET" ? "GET, HEAD" : route.method);
  }
  if (allowed.empty()) {
    return refuse(Reason::not_found, "there is nothing at this path; /openapi.json says what there is");
  }
  return std::unexpected(Problem{.reason = Reason::method_not_allowed,
                                 .detail = std::format("this path takes {}", allowed),
                                 .headers = {{"Allow", allowed}}});
}

}  // namespace chandler::controller::api
