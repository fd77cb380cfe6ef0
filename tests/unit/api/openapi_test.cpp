#include "controller/api/openapi.hpp"

#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "controller/api/route.hpp"
#include "platform/kubernetes/errors.hpp"
#include "tests/support/api/schema.hpp"
#include "tests/unit/api/fixture.hpp"

// The document, held against what the API really answers: every route, parameter, status, header and body.
namespace chandler::controller::api {
namespace {

using nlohmann::json;
using tests::ApiFixture;
using Response = platform::http::Response;

const json document = json::parse(openapi_document());

json resolved(json value) {
  while (value.contains("$ref")) {
    value = document.at(json::json_pointer(value.at("$ref").get<std::string>().substr(1)));
  }
  return value;
}

// "GET /api/v1/workloads" → its part of the document.
std::map<std::string, json> operations() {
  std::map<std::string, json> all;
  for (const auto& [path, item] : document.at("paths").items()) {
    for (const auto& [method, operation] : item.items()) {
      if (method == "parameters") continue;
      json whole = operation;
      json parameters = item.value("parameters", json::array());
      for (const json& each : operation.value("parameters", json::array())) parameters.push_back(each);
      whole["parameters"] = parameters;
      all[(method == "get" ? "GET " : "POST ") + path] = whole;
    }
  }
  return all;
}

// Notes which statuses came, and holds each answer against the document.
class Witness {
 public:
  const Response& see(const std::string& operation, const Response& response) {
    const std::string status = std::to_string(response.status);
    INFO(operation << " answered " << status << ": " << response.body);
    const json& responses = all_.at(operation).at("responses");
    REQUIRE(responses.contains(status));
    const json described = resolved(responses.at(status));
    const json headers = described.value("headers", json::object());
    for (const auto& [header, ignored] : headers.items()) {
      INFO(header);
      CHECK_FALSE(platform::http::find_header(response.headers, header).empty());
    }
    if (described.contains("content")) {
      REQUIRE(described.at("content").contains(response.content_type));
      const json schema = described.at("content").at(response.content_type).at("schema");
      CHECK(tests::mismatches(json::parse(response.body), schema, document) == std::vector<std::string>{});
    } else {
      CHECK(response.body.empty());
    }
    seen_[operation].insert(status);
    return response;
  }

  void check_all_seen() const {
    for (const auto& [operation, described] : all_) {
      std::set<std::string> documented;
      for (const auto& [status, ignored] : described.at("responses").items()) documented.insert(status);
      INFO(operation);
      const auto seen = seen_.find(operation);
      CHECK((seen == seen_.end() ? std::set<std::string>{} : seen->second) == documented);
    }
  }

 private:
  const std::map<std::string, json> all_ = operations();
  std::map<std::string, std::set<std::string>> seen_;
};

// What every GET behind a token may answer.
void see_reading(Witness& witness, const std::string& operation, const std::string& target) {
  ApiFixture api;
  REQUIRE(api.post(ApiFixture::refresh()).status == 201);
  const Response found = witness.see(operation, api.ask(target));
  CHECK(found.status == 200);
  const std::string etag(platform::http::find_header(found.headers, "ETag"));
  CHECK(witness.see(operation, api.ask(target, "edit-token", {{"If-None-Match", etag}})).status == 304);
  const std::string mark = target.contains('?') ? "&" : "?";
  CHECK(witness.see(operation, api.ask(target + mark + "no-such=1")).status == 400);
  CHECK(witness.see(operation, api.ask(target, "")).status == 401);
  if (operation != "GET /api/v1/permissions") {
    api.reviewer.admit("stranger-token", "stranger");
    CHECK(witness.see(operation, api.ask(target, "stranger-token")).status == 403);
  }
  api.reviewer.away = true;
  CHECK(witness.see(operation, api.ask(target, "another-token")).status == 503);
  api.reviewer.away = false;
  api.steady += std::chrono::minutes(1);
  int status = 0;
  for (int i = 0; i < 300 && status != 429; ++i) status = witness.see(operation, api.ask(target)).status;
  CHECK(status == 429);
}

}  // namespace

TEST_CASE("the document has the routes that there are, and no others") {
  std::map<std::string, std::string> documented;
  for (const auto& [operation, described] : operations()) {
    documented[operation] = described.at("operationId").get<std::string>();
  }
  std::map<std::string, std::string> there;
  for (const RouteTemplate& route : routes()) {
    there[std::string(route.method) + " " + std::string(route.path)] = route.id;
  }
  CHECK(documented == there);
  CHECK(document.at("openapi") == "3.1.0");
}

TEST_CASE("each answer is as the document says, and each answer of the document is given") {
  Witness witness;
  {
    ApiFixture api;
    for (const json& body : {ApiFixture::refresh(), ApiFixture::refresh("billing")}) {
      CHECK(witness.see("POST /api/v1/operations", api.post(body)).status == 201);
    }
    const platform::http::Headers key{{"Idempotency-Key", "0123456789abcdef"}};
    CHECK(witness.see("POST /api/v1/operations", api.post(ApiFixture::refresh(), "edit-token", key)).status == 201);
    CHECK(witness.see("POST /api/v1/operations", api.post(ApiFixture::refresh(), "edit-token", key)).status == 200);
    CHECK(witness.see("POST /api/v1/operations", api.post({{"action", "refresh"}})).status == 400);
    CHECK(witness.see("POST /api/v1/operations", api.post(ApiFixture::refresh(), "")).status == 401);
    CHECK(witness.see("POST /api/v1/operations", api.post(ApiFixture::refresh(), "shop-token")).status == 403);
    CHECK(
        witness.see("POST /api/v1/operations", api.send("POST", "/api/v1/operations", "x", "edit-token", {})).status ==
        415);
    const auto fail_with = [&](std::string_view code) {
      api.create = [code](const json&) -> core::Expected<json> {
        return std::unexpected(core::Error{.code = std::string(code), .message = "cannot create operations: no"});
      };
      return witness.see("POST /api/v1/operations", api.post(ApiFixture::refresh())).status;
    };
    namespace code = platform::kubernetes::code;
    CHECK(fail_with(code::not_found) == 404);
    CHECK(fail_with(code::rejected) == 422);
    CHECK(fail_with(code::unreachable) == 503);
    int status = 0;
    for (int i = 0; i < 300 && status != 429; ++i) {
      status = witness.see("POST /api/v1/operations", api.post(ApiFixture::refresh())).status;
    }
    CHECK(status == 429);
  }
  {
    ApiFixture api;
    const Response found = witness.see("GET /openapi.json", api.ask("/openapi.json", ""));
    const std::string etag(platform::http::find_header(found.headers, "ETag"));
    witness.see("GET /openapi.json", api.ask("/openapi.json", "", {{"If-None-Match", etag}}));

    const std::string missing = "GET /api/v1/workloads/{namespace}/{kind}/{name}";
    CHECK(witness.see(missing, api.ask("/api/v1/workloads/shop/deployment/gone")).status == 404);
    CHECK(witness.see(missing + "/history", api.ask("/api/v1/workloads/shop/deployment/gone/history")).status == 404);
    CHECK(witness.see("GET /api/v1/operations/{namespace}/{name}", api.ask("/api/v1/operations/shop/gone")).status ==
          404);
    for (const char* workload : {"deployment/menu", "statefulset/broken", "daemonset/new"}) {
      witness.see(missing, api.ask(std::string("/api/v1/workloads/shop/") + workload));
      witness.see(missing + "/history", api.ask(std::string("/api/v1/workloads/shop/") + workload + "/history"));
    }
    // An operation with all that there is to tell of one, in each place that tells of it.
    json operation = *api.records.create({{"metadata", {{"namespace", "shop"}, {"name", "pause"}}},
                                          {"spec",
                                           {{"workload", {{"kind", "Deployment"}, {"name", "menu"}}},
                                            {"action", "suspend"},
                                            {"target", "probe"},
                                            {"requestedBy", "ada"}}}});
    operation["status"] = {{"phase", "Failed"},
                           {"attempts", 5},
                           {"message", "gave up"},
                           {"reason", "TooManyAttempts"},
                           {"worker", "chandler-0"},
                           {"claimedAt", "2026-11-21T12:00:00Z"},
                           {"startedAt", "2026-11-21T12:00:00Z"},
                           {"finishedAt", "2026-11-21T12:05:00Z"},
                           {"nextAttemptAt", "2026-11-21T12:04:00Z"},
                           {"job", "op-1"}};
    api.records.put_operation(operation);
    const json told = json::parse(
        witness.see("GET /api/v1/operations/{namespace}/{name}", api.ask("/api/v1/operations/shop/pause")).body);
    CHECK(told.size() == document.at("components").at("schemas").at("Operation").at("properties").size());
    witness.see("GET /api/v1/operations", api.ask("/api/v1/operations"));
    witness.see(missing + "/history", api.ask("/api/v1/workloads/shop/deployment/menu/history"));
  }
  for (const auto& [operation, described] : operations()) {
    if (!operation.starts_with("GET /api/")) continue;
    std::string target = operation.substr(4);
    if (operation.contains("{kind}")) target = "/api/v1/workloads/shop/deployment/menu";
    if (operation.ends_with("history")) target += "/history";
    if (operation == "GET /api/v1/operations/{namespace}/{name}") target = "/api/v1/operations/shop/refresh-00001";
    see_reading(witness, operation, target);
  }
  witness.check_all_seen();
}

TEST_CASE("each parameter of the document is taken") {
  const std::map<std::string, std::string> values{{"namespace", "shop"}, {"state", "Ready"},
                                                  {"phase", "Pending"},  {"workload", "deployment/menu"},
                                                  {"limit", "5"},        {"continue", "shop/D"}};
  ApiFixture api;
  std::size_t tried = 0;
  for (const auto& [operation, described] : operations()) {
    for (const json& each : described.at("parameters")) {
      const json parameter = resolved(each);
      const auto in = parameter.at("in").get<std::string>();
      const auto parameter_name = parameter.at("name").get<std::string>();
      INFO(operation << " " << parameter_name);
      if (in == "path") CHECK(operation.contains("{" + parameter_name + "}"));
      if (in != "query") continue;
      ++tried;
      CHECK(api.ask(operation.substr(4) + "?" + parameter_name + "=" + values.at(parameter_name)).status == 200);
    }
  }
  CHECK(tried == 9);
}

}  // namespace chandler::controller::api
