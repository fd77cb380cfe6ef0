#include "cli/kubectl/workload_name.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::cli::kubectl {
namespace {

std::string kind_of(std::string_view text, Accept accept = Accept::provisioned) {
  const auto parsed = parse_workload(text, accept);
  return parsed ? std::string(parsed->kind->kind) : "refused: " + core::describe(parsed.error());
}

}  // namespace

TEST_CASE("TYPE/NAME is taken as kubectl takes it") {
  for (const char* text : {"deploy/menu", "deployment/menu", "deployments/menu", "deployments.apps/menu",
                           "deployment.apps/menu", "deployments.v1.apps/menu", "Deployment/menu"}) {
    INFO(text);
    CHECK(kind_of(text) == "Deployment");
  }
  CHECK(kind_of("sts/menu") == "StatefulSet");
  CHECK(kind_of("ds/menu") == "DaemonSet");
  CHECK(kind_of("cj/menu", Accept::all) == "CronJob");
  CHECK(kind_of("pods/menu-0", Accept::all) == "Pod");
  const auto parsed = parse_workload("sts/menu.eu");
  REQUIRE(parsed);
  CHECK(parsed->display() == "statefulset/menu.eu");
  CHECK(parsed->in("shop").path() == "/apis/apps/v1/namespaces/shop/statefulsets/menu.eu");
}

TEST_CASE("what is no workload is refused with what was probably meant") {
  CHECK(kind_of("menu").contains("such as deployment/menu"));
  CHECK(kind_of("deplyoment/menu").contains("did you mean deployment/menu?"));
  CHECK(kind_of("service/menu").contains("expected one of deployment, statefulset, daemonset"));
  CHECK(kind_of("deployments.batch/menu").contains("no kind"));
  CHECK(kind_of("job/menu").contains("a Job has no status"));
  CHECK(kind_of("deploy/").contains("is not a name"));
  CHECK(kind_of("deploy/Menu").contains("lower-case"));
  CHECK(kind_of("deploy/a/b").contains("is not a name"));
  CHECK(parse_workload("menu").error().outcome == core::Outcome::usage);
}

}  // namespace chandler::cli::kubectl
