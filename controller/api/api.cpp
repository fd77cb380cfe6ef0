#include "controller/api/api.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "controller/api/call.hpp"
#include "controller/api/openapi.hpp"
#include "platform/log/log.hpp"

namespace chandler::controller::api {

namespace http = platform::http;
namespace log = platform::log;

namespace {

std::string described(const Right& right) {
  return std::format(
      "{} {}.chandler.dev {}", right.verb, right.resource,
      right.namespace_name.empty() ? "in all namespaces" : std::format("in the namespace {}", right.namespace_name));
}

}  // namespace

Api::Api(Sources sources, const ApiOptions& options, Metrics& metrics, Clocks clocks)
    : sources_(std::move(sources)),
      clocks_(std::move(clocks)),
      metrics_(metrics),
      authority_(sources_.reviewer, options.authority, clocks_),
      limiter_(options.limit) {}

http::Response Api::handle(const http::Request& request) {
  const auto began = clocks_.steady();
  const auto route = find_route(request.method, request.path);
  const Answer answered = route ? answer(request, *route) : std::unexpected(route.error());
  http::Response response = answered ? *answered : to_response(answered.error());
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  metrics_.requests.with({route ? route->id : "none", std::to_string(response.status)}).add();
  metrics_.duration.observe(std::chrono::duration<double>(clocks_.steady() - began).count());
  return response;
}

Api::Answer Api::answer(const http::Request& request, const Route& route) {
  if (route.endpoint == Endpoint::openapi) return openapi(request);
  auto caller = authority_.authenticate(request.header("Authorization"));
  if (!caller) return std::unexpected(caller.error());
  if (const auto wait = limiter_.take(caller->username, clocks_.steady())) {
    return later(Reason::rate_limited,
                 std::format("{} asks too often; come back in {} s", caller->username, wait->count()), *wait);
  }
  if (!sources_.records.synced()) {
    return later(Reason::unavailable, "this replica has not read all provisions and operations yet",
                 std::chrono::seconds(1));
  }
  const Call call{.request = request, .route = route, .caller = *std::move(caller)};
  switch (route.endpoint) {
    case Endpoint::list_workloads:
      return list_workloads(call);
    case Endpoint::show_workload:
      return show_workload(call);
    case Endpoint::show_history:
      return show_history(call);
    case Endpoint::list_operations:
      return list_operations(call);
    case Endpoint::create_operation:
      return create_operation(call);
    case Endpoint::show_operation:
      return show_operation(call);
    case Endpoint::show_permissions:
      return show_permissions(call);
    case Endpoint::openapi:
      break;
  }
  std::unreachable();
}

Result<void> Api::require(const Caller& caller, const Right& right) {
  const auto allowed = authority_.allows(caller, right);
  if (!allowed) return std::unexpected(allowed.error());
  if (*allowed) return {};
  log::info("api_refused", "the right is missing",
            {{"user", caller.username},
             {"verb", right.verb},
             {"resource", right.resource},
             {"namespace", right.namespace_name},
             {"name", right.name}});
  return refuse(Reason::forbidden,
                std::format("{} may not {}; the cluster roles {} and {} hold that right", caller.username,
                            described(right), right.verb == "create" ? "edit" : "view", "admin"));
}

Result<Scope> Api::listable(const Caller& caller, const std::string& resource, const std::string& only,
                            const std::set<std::string>& namespaces) {
  if (!only.empty()) {
    if (auto allowed = require(caller, {.verb = "list", .resource = resource, .namespace_name = only}); !allowed) {
      return std::unexpected(allowed.error());
    }
    return Scope{.namespaces = {only}};
  }
  auto scope = authority_.scope(caller, "list", resource, namespaces);
  if (!scope || !scope->empty() || namespaces.empty()) return scope;
  return refuse(Reason::forbidden,
                std::format("{} may list {}.chandler.dev in none of the namespaces that have any; the cluster role "
                            "view holds that right: kubectl create rolebinding NAME --clusterrole view --namespace "
                            "NAMESPACE",
                            caller.username, resource));
}

}  // namespace chandler::controller::api
