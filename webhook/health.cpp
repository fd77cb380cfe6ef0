#include "webhook/health.hpp"

#include <nlohmann/json.hpp>

#include "platform/metrics/registry.hpp"

namespace chandler::webhook {
namespace {

namespace http = platform::http;

http::Response readiness(const HealthState& state) {
  if (state.draining) return http::plain(503, "shutting down");
  if (!state.certificate_loaded) return http::plain(503, "no certificate yet: the log says why");
  if (!state.trusted)
    return http::plain(503, "the webhook configuration does not trust the certificate yet: the log says why");
  return http::plain(200, "ok");
}

http::Response report(const HealthState& state) {
  const char* certificate = !state.certificate_loaded ? "missing" : state.trusted ? "trusted" : "not trusted yet";
  const nlohmann::ordered_json body{
      {"status", state.ready() ? "healthy" : "unhealthy"},
      {"components", {{"webhook", state.draining ? "draining" : "running"}, {"certificate", certificate}}}};
  return {.status = state.ready() ? 200 : 503, .content_type = "application/json", .body = body.dump() + "\n"};
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

}  // namespace chandler::webhook
