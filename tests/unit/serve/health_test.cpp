#include "serve/health.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::serve {
namespace {

platform::http::Response ask(const HealthState& state, const std::string& path, const std::string& method = "GET") {
  return Health([&] { return state; }, [] { return std::string("metrics\n"); })
      .handle({.method = method, .path = path});
}

}  // namespace

TEST_CASE("ready means: a certificate that clients trust, and not on the way out") {
  CHECK(ask({}, "/readyz").status == 503);
  CHECK(ask({.certificate_loaded = true}, "/readyz").status == 503);
  CHECK(ask({.certificate_loaded = true, .trusted = true}, "/readyz").status == 200);
  CHECK(ask({.certificate_loaded = true, .trusted = true, .draining = true}, "/readyz").status == 503);
  CHECK(ask({}, "/livez").status == 200);
}

TEST_CASE("/health tells the parts apart") {
  const auto healthy = ask({.certificate_loaded = true, .trusted = true}, "/health");
  CHECK(healthy.status == 200);
  CHECK(nlohmann::json::parse(healthy.body) ==
        nlohmann::json::parse(R"({"status":"healthy","components":{"webhook":"running","certificate":"trusted"}})"));
  const auto unhealthy = ask({.certificate_loaded = true}, "/health");
  CHECK(unhealthy.status == 503);
  CHECK(nlohmann::json::parse(unhealthy.body).at("components").at("certificate") == "not trusted yet");
}

TEST_CASE("a part that stands still makes it degraded, not unready") {
  using platform::health::Condition;
  const HealthState state{
      .certificate_loaded = true,
      .trusted = true,
      .parts = {{.name = "controller", .state = "leading"},
                {.name = "workers", .state = "the API server is away", .condition = Condition::degraded}}};
  const auto health = ask(state, "/health");
  CHECK(health.status == 200);
  const auto body = nlohmann::json::parse(health.body);
  CHECK(body.at("status") == "degraded");
  CHECK(body.at("components").at("controller") == "leading");
  CHECK(body.at("components").at("workers") == "the API server is away");
  CHECK(ask(state, "/readyz").status == 200);
}

TEST_CASE("metrics are text, other paths are none, other methods are not allowed") {
  CHECK(ask({}, "/metrics").body == "metrics\n");
  CHECK(ask({}, "/metrics").content_type.starts_with("text/plain; version=0.0.4"));
  CHECK(ask({}, "/").status == 404);
  CHECK(ask({}, "/readyz", "POST").status == 405);
}

}  // namespace chandler::serve
