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

TEST_CASE("A leader that was stopped in the middle of its work writes nothing when it comes back") {
  static constexpr int apps = 150;
  ControllerFixture fixture("stall");
  const auto proxy = fixture.cluster.proxy();
  const auto other_proxy = fixture.cluster.proxy();
  for (int i = 0; i < apps; ++i) fixture.make_deployment("app-" + std::to_string(i));
  ServeInstance first = fixture.replica(*proxy);
  REQUIRE(eventually([&] { return proxy->count(is_work) >= 5; }));
  first.process().send(SIGSTOP);

  const ServeInstance second = fixture.replica(*other_proxy);
  REQUIRE(second.comes_to("leadership_acquired"));
  const std::size_t before = proxy->count(is_work);
  REQUIRE(before < apps);
  const auto all_have = [&](const std::string& schedule) {
    for (int i = 0; i < apps; ++i) {
      if (fixture.schedule_of("app-" + std::to_string(i) + "-refresh") != schedule) return false;
    }
    return true;
  };
  REQUIRE(eventually([&] { return all_have("0 * * * *"); }));

  // Its queue is as full as it was, and its watches tell of more.
  fixture.annotate("app-0", "refresh-schedule", "1 * * * *");
  first.process().send(SIGCONT);
  REQUIRE(first.comes_to("leadership_lost"));
  CHECK(eventually([&] { return fixture.schedule_of("app-0-refresh") == "1 * * * *"; }));
  CHECK(proxy->count(is_work) == before);
  CHECK(first.events("leadership_acquired") == 1);
}

}  // namespace chandler::tests
