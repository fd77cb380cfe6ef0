#include "controller/api/route.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::api {

TEST_CASE("a path leads to its endpoint, with its parts decoded") {
  const auto history = find_route("GET", "/api/v1/workloads/shop/deployments/order%2Dfood/history");
  REQUIRE(history);
  CHECK(history->endpoint == Endpoint::show_history);
  CHECK(history->namespace_name == "shop");
  CHECK(history->kind == "Deployment");
  CHECK(history->name == "order-food");
  CHECK(find_route("HEAD", "/api/v1/workloads")->endpoint == Endpoint::list_workloads);
  CHECK(find_route("POST", "/api/v1/operations")->endpoint == Endpoint::create_operation);
}

TEST_CASE("a kind may be written as people write it") {
  for (const char* text : {"Deployment", "deployment", "deployments", "DEPLOYMENTS"})
    CHECK(kind_of(text) == "Deployment");
  CHECK(kind_of("statefulsets") == "StatefulSet");
  CHECK(kind_of("daemonset") == "DaemonSet");
  for (const char* text : {"", "s", "pod", "deploymentss", "deploy"}) CHECK(kind_of(text).empty());
}

TEST_CASE("what leads nowhere says so") {
  for (const char* path :
       {"/api/v1", "/api/v1/", "/api/v2/workloads", "/api/v1/workloads/", "/api/v1/workloads/a/deployment",
        "/api/v1/workloads/a//b", "/api/v1/workloads/a/deployment/b/", "/api/v1/workloads/a/deployment/%zz"}) {
    INFO(path);
    const auto route = find_route("GET", path);
    REQUIRE_FALSE(route);
    CHECK(route.error().reason == Reason::not_found);
  }
  const auto kind = find_route("GET", "/api/v1/workloads/a/pod/b");
  REQUIRE_FALSE(kind);
  CHECK(kind.error().detail == "'pod' is no kind of workload; give deployment, statefulset or daemonset");
}

TEST_CASE("another method is told which fit") {
  const auto route = find_route("DELETE", "/api/v1/operations");
  REQUIRE_FALSE(route);
  CHECK(status_of(route.error().reason) == 405);
  CHECK(platform::http::find_header(route.error().headers, "Allow") == "GET, HEAD, POST");
  CHECK(find_route("POST", "/api/v1/workloads").error().reason == Reason::method_not_allowed);
  // Methods are case-sensitive (RFC 9110, 9.1).
  CHECK(find_route("get", "/api/v1/workloads").error().reason == Reason::method_not_allowed);
}

TEST_CASE("the API's paths are told from the page's") {
  CHECK(is_api("/api/v1/anything"));
  CHECK(is_api("/openapi.json"));
  CHECK_FALSE(is_api("/"));
  CHECK_FALSE(is_api("/apiary"));
  CHECK_FALSE(is_api("/assets/app.js"));
}

}  // namespace chandler::controller::api
