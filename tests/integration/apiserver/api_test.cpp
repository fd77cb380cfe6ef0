#include <algorithm>
#include <chrono>
#include <format>

#include <catch2/catch_test_macros.hpp>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "tests/integration/apiserver/account_tokens.hpp"
#include "tests/integration/apiserver/api_served.hpp"

// The REST API of `chandler serve` before a real API server: its tokens, its rights, its objects.
namespace chandler::tests {
namespace {

using nlohmann::json;

std::vector<std::string> names(const std::string& body) {
  std::vector<std::string> all;
  const json list = json::parse(body);
  for (const json& item : list.at("items")) all.push_back(item.at("name").get<std::string>());
  return all;
}

std::string detail(const httplib::Response& response) {
  return json::parse(response.body).at("detail").get<std::string>();
}

}  // namespace

TEST_CASE("who has no token that counts is not let in") {
  ApiServed api("api-tokens");
  const auto ends_in = [&](std::chrono::seconds left) {
    return sign_token(api.cluster, api.viewer, "chandler.dev", ApiServed::now() + left);
  };
  const auto status = [&](const std::string& token) { return api.get("/api/v1/workloads", token).status; };
  CHECK(status("") == 401);
  CHECK(status("nonsense") == 401);
  // Good tokens of the API server, but not meant for us.
  CHECK(status("admin-token") == 401);
  CHECK(status(request_token(api.cluster, api.viewer, "https://localhost")) == 401);
  CHECK(status(request_token(api.cluster, api.viewer, "other.dev")) == 401);
  CHECK(status(api.token_of(api.viewer)) == 200);
  CHECK(status(ends_in(std::chrono::hours(1))) == 200);
  CHECK(status(ends_in(-std::chrono::hours(1))) == 401);
  // It ends while its answer would still be remembered. (The API server allows clocks a minute of difference,
  // and remembers for 10 s.)
  const std::string short_lived = ends_in(std::chrono::seconds(-57));
  CHECK(status(short_lived) == 200);
  CHECK(eventually([&] { return status(short_lived) == 401; }, std::chrono::seconds(25)));
  CHECK(detail(api.get("/api/v1/workloads", short_lived)).contains("may have expired"));
  // No token is ever written down.
  CHECK_FALSE(api.serve.process().output().contains(short_lived));
  CHECK_FALSE(api.serve.process().output().contains("admin-token"));
}

TEST_CASE("everybody sees the namespaces that they may see") {
  ApiServed api("api-rights");
  CHECK(names(api.get("/api/v1/workloads", api.token_of(api.editor)).body) == std::vector<std::string>{"menu"});
  const auto all = names(api.get("/api/v1/workloads", api.token_of(api.viewer)).body);
  CHECK(std::ranges::contains(all, "menu"));
  CHECK(std::ranges::contains(all, "prices"));
  const auto none = api.get("/api/v1/workloads", api.token_of(api.nobody));
  CHECK(none.status == 403);
  CHECK(detail(none).contains("system:serviceaccount:api-rights-apps:nobody may list provisions.chandler.dev in none"));

  CHECK(api.get(std::format("/api/v1/workloads/{}/deployment/prices", api.other), api.token_of(api.editor)).status ==
        403);
  const auto menu = api.get(std::format("/api/v1/workloads/{}/deployment/menu", api.apps), api.token_of(api.editor));
  CHECK(menu.status == 200);
  CHECK(json::parse(menu.body).at("status").at("schema").at("version") == "42");
  CHECK(api.get(std::format("/api/v1/workloads?namespace={}", api.other), api.token_of(api.editor)).status == 403);

  const json permissions = json::parse(api.get("/api/v1/permissions", api.token_of(api.editor)).body);
  CHECK(permissions.at("read").at("namespaces") == json{api.apps});
  CHECK(permissions.at("act").at("namespaces") == json{api.apps});
  const json looks = json::parse(api.get("/api/v1/permissions", api.token_of(api.viewer)).body);
  CHECK(looks.at("read").at("everywhere") == true);
  CHECK(looks.at("act") == json{{"everywhere", false}, {"namespaces", json::array()}});
}

TEST_CASE("who may, makes an Operation in their own name, once, and it is written down who") {
  ApiServed api("api-actions");
  const auto made = api.post(api.refresh(api.apps), api.token_of(api.editor), "one-and-the-same");
  INFO(made.body);
  REQUIRE(made.status == 201);
  REQUIRE(api.operations(api.apps).size() == 1);
  const json operation = api.operations(api.apps).front();
  CHECK(operation.at("spec").at("requestedBy") == api.editor.username());
  CHECK(operation.at("spec").at("action") == "refresh");
  CHECK(operation.at("spec").at("ttlSecondsAfterFinished") == 604'800);
  const std::string address = made.get_header_value("Location");
  CHECK(eventually([&] { return api.get(address, api.token_of(api.viewer)).status == 200; }));
  CHECK(api.post(api.refresh(api.apps), api.token_of(api.editor), "one-and-the-same").status == 200);
  CHECK(api.operations(api.apps).size() == 1);
  CHECK(names(api.get("/api/v1/operations?workload=deployment/menu", api.token_of(api.editor)).body).size() == 1);
  CHECK(api.get(std::format("/api/v1/workloads/{}/deployment/menu/history", api.apps), api.token_of(api.editor))
            .body.contains(R"("type":"operation")"));

  CHECK(api.post(api.refresh(api.other), api.token_of(api.editor)).status == 403);
  CHECK(api.post(api.refresh(api.apps), api.token_of(api.viewer)).status == 403);
  CHECK(api.post(api.refresh("no-such-namespace"), api.token_of(api.editor)).status == 403);
  CHECK(api.operations(api.other).empty());
  CHECK(api.serve.events("api_action") == 5);
  const std::string log = api.serve.process().output();
  CHECK(log.contains(std::format(R"("user":"{}")", api.editor.username())));
  CHECK(log.contains(std::format(R"("workload":"Deployment {}/menu")", api.apps)));
  CHECK(log.contains(R"("outcome":"created")"));
  CHECK(log.contains(R"("outcome":"repeated")"));
  CHECK(log.contains(R"("outcome":"forbidden")"));
}

TEST_CASE("while the API server is away nobody is let in, all is answered at once, and then it goes on") {
  ApiServed api("api-away");
  const std::string target = "/api/v1/workloads";
  api.proxy->follow([](const ApiProxy::Request& request) -> std::optional<ApiProxy::Fault> {
    if (request.about("tokenreviews") || request.about("subjectaccessreviews")) return ApiProxy::Fault{};
    return std::nullopt;
  });
  const auto away = api.get(target, request_token(api.cluster, api.viewer, "chandler.dev"));
  CHECK(away.status == 503);
  CHECK(away.get_header_value("Retry-After") == "2");
  CHECK(away.get_header_value("Content-Type") == "application/problem+json");
  CHECK(api.get("/", "").status == 200);
  CHECK(api.get("/openapi.json", "").status == 200);
  CHECK(api.serve.status_of("/livez") == 200);
  CHECK(api.serve.comes_to("api_review_failed"));
  api.proxy->follow({});
  CHECK(eventually([&] { return api.get(target, api.token_of(api.viewer)).status == 200; }));

  // An answer that is lost: with the same key, asking again makes no second one.
  REQUIRE(eventually([&] { return api.get("/api/v1/permissions", api.token_of(api.editor)).status == 200; }));
  api.proxy->follow([](const ApiProxy::Request& request) -> std::optional<ApiProxy::Fault> {
    if (request.method == "POST" && request.about("/operations"))
      return ApiProxy::Fault{.kind = ApiProxy::Fault::Kind::cut_after, .bytes = 10};
    return std::nullopt;
  });
  CHECK(api.post(api.refresh(api.apps), api.token_of(api.editor), "lost-answer").status == 503);
  api.proxy->follow({});
  CHECK(eventually(
      [&] { return api.post(api.refresh(api.apps), api.token_of(api.editor), "lost-answer").status == 200; }));
  CHECK(api.operations(api.apps).size() == 1);
}

TEST_CASE("who floods it is told to wait, and others are not") {
  ApiServed api("api-flood");
  const auto client = api.connect();
  client->set_keep_alive(true);
  client->set_bearer_token_auth(api.token_of(api.editor));
  httplib::Response last;
  for (int i = 0; i < 2'000 && last.status != 429; ++i) last = client->Get("/api/v1/permissions").value();
  CHECK(last.status == 429);
  CHECK_FALSE(last.get_header_value("Retry-After").empty());
  CHECK(api.get("/api/v1/permissions", api.token_of(api.viewer)).status == 200);
}

TEST_CASE("page, health and metrics know of the API") {
  ApiServed api("api-page");
  const auto page = api.get("/", "");
  CHECK(page.status == 200);
  CHECK(page.get_header_value("Content-Security-Policy").starts_with("default-src 'none'"));
  CHECK(api.get("/assets/app.js", "").status == 200);
  httplib::Client plain("127.0.0.1", api.serve.health_port());
  CHECK(json::parse(plain.Get("/health")->body).at("components").at("api") == "running");
  CHECK(plain.Get("/metrics")->body.contains(R"(chandler_api_requests_total{route="page",status="200"} 2)"));
}

}  // namespace chandler::tests
