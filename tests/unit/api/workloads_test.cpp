#include <catch2/catch_test_macros.hpp>

#include "tests/unit/api/fixture.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;

std::vector<std::string> names(const json& list) {
  std::vector<std::string> all;
  for (const json& item : list.at("items")) {
    all.push_back(item.at("namespace").get<std::string>() + "/" + item.at("name").get<std::string>());
  }
  return all;
}

}  // namespace

TEST_CASE("all workloads in order, by namespace, by states") {
  ApiFixture api;
  CHECK(names(ApiFixture::body(api.ask("/api/v1/workloads"))) ==
        std::vector<std::string>{"billing/menu", "billing/orders", "shop/new", "shop/menu", "shop/orders",
                                 "shop/broken"});
  CHECK(names(ApiFixture::body(api.ask("/api/v1/workloads?namespace=billing"))) ==
        std::vector<std::string>{"billing/menu", "billing/orders"});
  CHECK(names(ApiFixture::body(api.ask("/api/v1/workloads?state=Failing&state=Unknown"))) ==
        std::vector<std::string>{"shop/new", "shop/broken"});
  const auto wrong = api.ask("/api/v1/workloads?state=failing");
  CHECK(wrong.status == 400);
  CHECK(ApiFixture::detail(wrong).contains("Ready, Starting, Warning, Failing, Unknown"));
}

TEST_CASE("pages together are the whole, whatever comes and goes between them") {
  ApiFixture api;
  std::vector<std::string> all;
  std::string next;
  int pages = 0;
  do {
    const json page =
        ApiFixture::body(api.ask("/api/v1/workloads?limit=2" + (next.empty() ? "" : "&continue=" + next)));
    for (const std::string& name : names(page)) all.push_back(name);
    next = page.value("continue", "");
    if (++pages == 1) api.records.put_provision(provision("a-new-one", "Deployment", "first", nullptr));
  } while (!next.empty());
  CHECK(pages == 3);
  CHECK(all == std::vector<std::string>{"billing/menu", "billing/orders", "shop/new", "shop/menu", "shop/orders",
                                        "shop/broken"});
  CHECK(ApiFixture::body(api.ask("/api/v1/workloads?continue=zzz")).at("items").empty());
}

TEST_CASE("a line says what the printer columns say") {
  ApiFixture api;
  const json broken = ApiFixture::body(api.ask("/api/v1/workloads?state=Failing")).at("items").at(0);
  CHECK(broken.at("message") == "migration V43 failed: relation \"price\" does not exist");
  CHECK(broken.at("problems") == 3);
  CHECK(broken.at("injected") == "3/3");
  CHECK(broken.at("schema") == "42");
  CHECK(broken.at("refresh").at("summary") == "failed 4x");
  CHECK(broken.at("queue") == "17 failed");
}

TEST_CASE("who may look into one namespace sees that one") {
  ApiFixture api;
  CHECK(names(ApiFixture::body(api.ask("/api/v1/workloads", "shop-token"))) ==
        std::vector<std::string>{"shop/new", "shop/menu", "shop/orders", "shop/broken"});
  const auto other = api.ask("/api/v1/workloads?namespace=billing", "shop-token");
  CHECK(other.status == 403);
  CHECK(ApiFixture::detail(other) ==
        "shop may not list provisions.chandler.dev in the namespace billing; the cluster roles view and admin hold "
        "that right");
  // Not to be told from one that is not there.
  CHECK(api.ask("/api/v1/workloads/billing/deployment/menu", "shop-token").status == 403);
  CHECK(api.ask("/api/v1/workloads/billing/deployment/gone", "shop-token").status == 403);
  CHECK(api.ask("/api/v1/workloads/shop/deployment/gone", "shop-token").status == 404);
}

TEST_CASE("who may look nowhere is told which right lacks; where there is nothing, nothing lacks") {
  ApiFixture api;
  api.reviewer.admit("stranger-token", "stranger");
  const auto nowhere = api.ask("/api/v1/workloads", "stranger-token");
  CHECK(nowhere.status == 403);
  CHECK(ApiFixture::detail(nowhere).contains("kubectl create rolebinding NAME --clusterrole view"));
  api.records.clear();
  CHECK(api.ask("/api/v1/workloads", "stranger-token").status == 200);
}

TEST_CASE("one workload is told with its whole status, and its content has a name") {
  ApiFixture api;
  const auto found = api.ask("/api/v1/workloads/shop/Deployment/menu");
  CHECK(ApiFixture::body(found).at("status") == healthy_status(ApiFixture::noon));
  const std::string etag(platform::http::find_header(found.headers, "ETag"));
  CHECK(
      api.ask("/api/v1/workloads/shop/Deployment/menu", "edit-token", {{"If-None-Match", "W/\"x\", " + etag}}).status ==
      304);
  api.records.put_provision(provision("shop", "Deployment", "menu", failing_status(ApiFixture::noon)));
  CHECK(api.ask("/api/v1/workloads/shop/Deployment/menu", "edit-token", {{"If-None-Match", etag}}).status == 200);
  CHECK(platform::http::find_header(found.headers, "Cache-Control") == "private, no-cache");
  CHECK(platform::http::find_header(found.headers, "Vary") == "Authorization");
}

TEST_CASE("a history tells runs and operations, the newest first, and operations to those who may list them") {
  ApiFixture api;
  REQUIRE(api.post(ApiFixture::refresh()).status == 201);
  REQUIRE(api.post(ApiFixture::refresh("billing")).status == 201);
  const json items = ApiFixture::body(api.ask("/api/v1/workloads/shop/deployment/menu/history")).at("items");
  CHECK(items.size() == 25);
  CHECK(items.at(0).at("type") == "operation");
  CHECK(items.at(1).at("startedAt").get<std::string>() >= items.at(2).at("startedAt").get<std::string>());
  api.reviewer.admit("half-token", "half");
  api.reviewer.grant("half", "get", "provisions");
  CHECK(ApiFixture::body(api.ask("/api/v1/workloads/shop/deployment/menu/history", "half-token")).at("items").size() ==
        24);
}

TEST_CASE("permissions say where one may look and act") {
  ApiFixture api;
  CHECK(ApiFixture::body(api.ask("/api/v1/permissions")) ==
        json{{"username", "edit"},
             {"read", {{"everywhere", true}, {"namespaces", json::array()}}},
             {"act", {{"everywhere", true}, {"namespaces", json::array()}}}});
  CHECK(ApiFixture::body(api.ask("/api/v1/permissions", "shop-token")) ==
        json{{"username", "shop"},
             {"read", {{"everywhere", false}, {"namespaces", {"shop"}}}},
             {"act", {{"everywhere", false}, {"namespaces", json::array()}}}});
}

TEST_CASE("before all is read nothing is told") {
  ApiFixture api;
  api.records.all_read = false;
  const auto early = api.ask("/api/v1/workloads");
  CHECK(early.status == 503);
  CHECK(platform::http::find_header(early.headers, "Retry-After") == "1");
  CHECK(api.ask("/openapi.json", "").status == 200);
}

TEST_CASE("a problem is one of RFC 9457, and says how to come in") {
  ApiFixture api;
  const auto refused = api.ask("/api/v1/workloads", "");
  CHECK(refused.status == 401);
  CHECK(refused.content_type == "application/problem+json");
  CHECK(ApiFixture::body(refused).at("type") == "urn:chandler:problem:unauthenticated");
  CHECK(platform::http::find_header(refused.headers, "WWW-Authenticate") == "Bearer realm=\"chandler.dev\"");
  CHECK(platform::http::find_header(refused.headers, "Cache-Control") == "no-store");
}

}  // namespace chandler::tests
