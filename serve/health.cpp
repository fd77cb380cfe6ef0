#include "serve/health.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "platform/metrics/registry.hpp"

namespace chandler::serve {
namespace {

namespace http = platform::http;
using platform::health::Component;
using platform::health::Components;
using platform::health::Condition;

http::Response readiness(const HealthState& state) {
  if (state.draining) return http::plain(503, "shutting down");
  if (!state.certificate_loaded) return http::plain(503, "no certificate yet: the log says why");
  if (!state.trusted)
    return http::plain(503, "the webhook configuration does not trust the certificate yet: the log says why");
  return http::plain(200, "ok");
}

Components components_of(const HealthState& state) {
  const Condition usable = state.ready() ? Condition::well : Condition::down;
  const char* certificate = !state.certificate_loaded ? "missing" : state.trusted ? "trusted" : "not trusted yet";
  Components all{{.name = "webhook", .state = state.draining ? "draining" : "running", .condition = usable},
                 {.name = "certificate", .state = certificate, .condition = usable}};
  all.insert(all.end(), state.parts.begin(), state.parts.end());
  return all;
}

std::string_view status_of(Condition worst) {
  switch (worst) {
    case Condition::well:
      return "healthy";
    case Condition::degraded:
      return "degraded";
    case Condition::down:
      return "unhealthy";
  }
  std::unreachable();
}

http::Response report(const HealthState& state) {
  const Components components = components_of(state);
  const Condition worst = std::ranges::max(components, {}, &Component::condition).condition;
  nlohmann::ordered_json body{{"status", status_of(worst)}, {"components", nlohmann::ordered_json::object()}};
  for (const Component& each : components) body["components"][each.name] = each.state;
  return {
      .status = worst == Condition::down ? 503 : 200, .content_type = "application/json", .body = body.dump() + "\n"};
}

}  // namespace

Health::Health(std::function<HealthState()> state, std::function<std::string()> metrics)
    : state_(std::move(state)), metrics_(std::move(metrics)) {}

http::Response Health::handle(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    http::Response response = http::plain(405, "ask by GET");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  if (request.path == "/livez") return http::plain(200, "ok");
  if (request.path == "/readyz") return readiness(state_());
  if (request.path == "/health") return report(state_());
  if (request.path == "/metrics") {
    return {.content_type = std::string(platform::metrics::content_type), .body = metrics_()};
  }
  return http::plain(404, "there are /livez, /readyz, /health and /metrics here");
}

}  // namespace chandler::serve
