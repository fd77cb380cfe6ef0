#include "controller/status/metrics.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::status {
namespace {

const WorkloadKey menu{.kind = "Deployment", .key = {"apps", "menu"}};

}  // namespace

TEST_CASE("each workload has its series, which go with it and change with its state") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  Figures figures{.state = "Ready",
                  .schema_version = "7",
                  .schema_layout = "flyway",
                  .data_since = Time(std::chrono::seconds(100)),
                  .stale = 0,
                  .failures = 2,
                  .last_success = 1e9,
                  .probe_found = 1,
                  .restarts = 4,
                  .missed = 1};
  const Time now(std::chrono::milliseconds(105'500));
  metrics.publish({{menu, figures}}, now);
  std::string text = registry.text();
  const std::string of_menu = R"(namespace="apps",kind="Deployment",workload="menu")";
  CHECK(text.contains("chandler_provision_state{" + of_menu + R"(,state="Ready"} 1)"));
  CHECK(text.contains("chandler_schema_info{" + of_menu + R"(,version="7",layout="flyway"} 1)"));
  CHECK(text.contains("chandler_data_age_seconds{" + of_menu + "} 5.5\n"));
  CHECK(text.contains("chandler_refresh_failures_in_a_row{" + of_menu + "} 2\n"));
  CHECK(text.contains("chandler_init_restarts{" + of_menu + "} 4\n"));
  CHECK(text.contains("chandler_pods_not_injected{" + of_menu + "} 1\n"));
  CHECK(text.contains("chandler_probe_found_problem{" + of_menu + "} 1\n"));

  figures.state = "Failing";
  figures.data_since.reset();
  metrics.publish({{menu, figures}}, now);
  text = registry.text();
  CHECK(!text.contains(R"(state="Ready")"));
  CHECK(text.contains(R"(state="Failing")"));
  CHECK(!text.contains("chandler_data_age_seconds{"));

  metrics.publish({}, now);
  CHECK(!registry.text().contains("apps"));
}

TEST_CASE("restarts of an executor are none of an init container's") {
  const auto restarts = [](const char* container) {
    Step step;
    step.name = container;
    step.restarts = 5;
    PodStatus pod;
    pod.steps = {step};
    ProvisionStatus status;
    status.pods = {pod};
    return figures_of(status, Time()).restarts;
  };
  CHECK(restarts("chandler-migrate") == 5);
  CHECK(restarts("chandler-executor") == 0);
}

}  // namespace chandler::controller::status
