#include <chrono>
#include <csignal>

#include "platform/kubernetes/objects/lease.hpp"
#include "tests/integration/apiserver/controller_fixture.hpp"

// Two replicas, one of which leads.
namespace chandler::tests {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

platform::kubernetes::objects::Lease lease_of(const ControllerFixture& fixture, const std::string& name) {
  return platform::kubernetes::objects::read_lease(
             fixture.get(
                 {.group = "coordination.k8s.io", .plural = "leases", .namespace_name = name, .name = "chandler"}))
      .value();
}

}  // namespace

TEST_CASE("One replica leads; on SIGTERM the other does at once") {
  ControllerFixture fixture("term");
  const auto proxy = fixture.cluster.proxy();
  const auto other_proxy = fixture.cluster.proxy();
  ServeInstance first = fixture.replica(*proxy, {"--lease-duration=30s"});
  REQUIRE(first.comes_to("leadership_acquired"));
  const ServeInstance second = fixture.replica(*other_proxy, {"--lease-duration=30s"});
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  CHECK(second.events("leadership_acquired") == 0);
  CHECK(other_proxy->count(is_work) == 0);
  CHECK(lease_of(fixture, "term").duration == 30s);
  // It is waiting for a change by now.
  REQUIRE(eventually(
      [&] { return other_proxy->count([](const auto& r) { return r.about("/leases") && r.about("watch"); }) > 0; }));

  const auto told = std::chrono::steady_clock::now();
  first.process().send(SIGTERM);
  REQUIRE(second.comes_to("leadership_acquired"));
  CHECK(std::chrono::steady_clock::now() - told < 2s);
  CHECK(first.process().wait() == 0);
  CHECK(first.events("leadership_released") == 1);
  fixture.annotate("menu", "refresh-schedule", "3 * * * *");
  CHECK(eventually([&] { return fixture.schedule_of("menu-refresh") == "3 * * * *"; }));
}

TEST_CASE("A leader that is killed is followed when its lease is over") {
  ControllerFixture fixture("kill");
  const auto proxy = fixture.cluster.proxy();
  ServeInstance first = fixture.replica(*proxy);
  REQUIRE(first.comes_to("leadership_acquired"));
  const ServeInstance second = fixture.replica(*proxy);
  first.process().send(SIGKILL);
  CHECK(second.comes_to("leadership_acquired"));
  CHECK(lease_of(fixture, "kill").transitions == 1);
}

TEST_CASE("A leader that was stopped writes nothing when it comes back, and another leads") {
  ControllerFixture fixture("stall");
  const auto proxy = fixture.cluster.proxy();
  const auto other_proxy = fixture.cluster.proxy();
  ServeInstance first = fixture.replica(*proxy, {"--reconcile-interval=1"});
  REQUIRE(first.comes_to("leadership_acquired"));
  const ServeInstance second = fixture.replica(*other_proxy);
  for (int i = 0; i < 10; ++i) fixture.make_deployment("app-" + std::to_string(i));
  REQUIRE(eventually([&] { return fixture.has("app-9-refresh"); }));

  first.process().send(SIGSTOP);
  // Work that it will find when it comes back: in its watches, and by its own rounds.
  for (int i = 0; i < 10; ++i) fixture.annotate("app-" + std::to_string(i), "refresh-schedule", "1 * * * *");
  REQUIRE(second.comes_to("leadership_acquired"));
  REQUIRE(eventually([&] { return fixture.schedule_of("app-9-refresh") == "1 * * * *"; }));
  const std::size_t before = proxy->count(is_work);
  // What both see at once: only the second may act.
  for (int i = 0; i < 10; ++i) fixture.annotate("app-" + std::to_string(i), "refresh-schedule", "2 * * * *");
  first.process().send(SIGCONT);
  for (int i = 0; i < 10; ++i) fixture.annotate("app-" + std::to_string(i), "refresh-schedule", "3 * * * *");
  REQUIRE(first.comes_to("leadership_lost"));
  CHECK(eventually([&] { return fixture.schedule_of("app-9-refresh") == "3 * * * *"; }));
  CHECK(proxy->count(is_work) == before);
  CHECK(first.events("leadership_acquired") == 1);
}

}  // namespace chandler::tests
