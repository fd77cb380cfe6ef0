#include "sidecar/status/service.hpp"

#include <nlohmann/json.hpp>

#include "platform/metrics/registry.hpp"

namespace chandler::execute {
namespace {

using platform::http::plain;
using platform::http::Request;
using platform::http::Response;

Response status_of(const Condition& condition) {
  nlohmann::ordered_json body{
      {"state", condition.draining ? "draining" : (condition.connected ? "running" : "waiting for the database")},
      {"connected", condition.connected},
      {"in_flight", condition.in_flight}};
  for (const Depth& each : condition.depths) {
    body["queues"].push_back({{"queue", each.queue},
                              {"ready", each.ready},
                              {"oldest_ms", each.oldest.count()},
                              {"failed", each.failed},
                              {"counted_to", counted_to}});
  }
  return {.content_type = "application/json", .body = body.dump() + "\n"};
}

// A database that is away is no reason to start anew, nor to be taken from a Service that only fetches metrics: the
// one is /healthz, the other for who asks.
Response readiness_of(const Condition& condition) {
  if (condition.draining) return plain(503, "draining");
  return condition.connected ? plain(200, "ready") : plain(503, "waiting for the database");
}

}  // namespace

Response answer(const Request& request, const Condition& condition, const Metrics& metrics) {
  if (request.method != "GET" && request.method != "HEAD") return plain(405, "only GET");
  if (request.path == "/healthz") return plain(200, "ok");
  if (request.path == "/readyz") return readiness_of(condition);
  if (request.path == "/status") return status_of(condition);
  if (request.path == "/metrics") {
    return {.content_type = std::string(platform::metrics::content_type), .body = metrics.text()};
  }
  return plain(404, "there are /healthz, /readyz, /status and /metrics, and /drain to POST to from within the pod");
}

Response drained(const Request& request, Executor& executor) {
  if (request.method != "POST") return plain(405, "only POST");
  if (!request.from_this_machine) return plain(403, "only from within the pod: chandler execute --drain");
  executor.drain();
  return status_of(executor.condition());
}

core::Expected<std::unique_ptr<platform::http::Server>> serve_status(const std::string& address, std::uint16_t port,
                                                                     Executor& executor, const Metrics& metrics) {
  return platform::http::Server::start(
      {.address = address, .port = port, .max_connections = 64}, [&](const Request& request) {
        return request.path == "/drain" ? drained(request, executor) : answer(request, executor.condition(), metrics);
      });
}

}  // namespace chandler::execute
