#include <thread>

#include "tests/integration/apiserver/operations_players.hpp"

// restart, with the ReplicaSet's controller played.
namespace chandler::tests {
namespace {

using nlohmann::json;
using Phase = OperationsFixture::Operation::Phase;
using Request = ApiProxy::Request;

bool evicts(const Request& request) {
  return request.about("/eviction");
}

std::set<std::string> names_of(const std::vector<json>& pods) {
  std::set<std::string> names;
  for (const json& pod : pods) names.insert(pod.at("metadata").at("name").get<std::string>());
  return names;
}

// What is made in the second of an operation counts as made behind it.
bool second_is_over(const std::vector<json>& pods) {
  return eventually([&] {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return std::ranges::all_of(pods, [&](const json& pod) {
      const auto created =
          platform::kubernetes::objects::parse_time(pod.at("metadata").at("creationTimestamp").get<std::string>());
      return created && *created < now;
    });
  });
}

json budget(int allowed) {
  return {{"disruptionsAllowed", allowed},
          {"currentHealthy", 3},
          {"desiredHealthy", 3},
          {"expectedPods", 3},
          {"observedGeneration", 1}};
}

}  // namespace

TEST_CASE("A restart replaces each pod once, one at a time") {
  OperationsFixture fixture("op-restart");
  const auto proxy = fixture.cluster.proxy();
  fixture.make_deployment("menu");
  fixture.patch(fixture.deployment("menu"), {{"spec", {{"replicas", 3}}}});
  ReplicaSetPlayer player(fixture, "menu", 3);
  REQUIRE(eventually([&] { return player.present(fixture.cluster.admin()).size() == 3; }));
  const auto before = names_of(player.present(fixture.cluster.admin()));
  REQUIRE(second_is_over(player.present(fixture.cluster.admin())));
  const ServeInstance first = fixture.worker(*proxy);
  const ServeInstance second = fixture.worker(*proxy);
  REQUIRE(first.comes_to("operation_workers_started"));

  // With nobody to replace the first it stays at one.
  player.hold(true);
  fixture.ask("again", "restart");
  REQUIRE(eventually([&] { return fixture.status_of("again").reason == "NotReady"; }));
  CHECK(player.present(fixture.cluster.admin()).size() == 2);
  CHECK(fixture.status_of("again").message == "2 of 3 pods are ready; 2 are still to be replaced");
  player.hold(false);
  REQUIRE(fixture.comes_to("again", Phase::succeeded));
  const auto now = names_of(player.present(fixture.cluster.admin()));
  CHECK(now.size() == 3);
  CHECK(std::ranges::none_of(now, [&](const auto& name) { return before.contains(name); }));
  CHECK(player.made() == 6);
  CHECK(proxy->count(evicts) == 3);
}

TEST_CASE("A restart waits for a PodDisruptionBudget, and says so") {
  OperationsFixture fixture("op-budget");
  const auto proxy = fixture.cluster.proxy();
  fixture.make_deployment("menu");
  const platform::kubernetes::Resource budgets{
      .group = "policy", .plural = "poddisruptionbudgets", .namespace_name = fixture.apps, .name = {}};
  fixture.cluster.make(budgets, {{"metadata", {{"name", "menu"}}},
                                 {"spec", {{"minAvailable", 1}, {"selector", {{"matchLabels", {{"app", "menu"}}}}}}}});
  auto one = budgets;
  one.name = "menu";
  fixture.patch_status(one, budget(0));
  ReplicaSetPlayer player(fixture, "menu", 1);
  REQUIRE(eventually([&] {
    const auto pods = player.present(fixture.cluster.admin());
    return pods.size() == 1 && pods[0].value("/status/phase"_json_pointer, "") == "Running";
  }));
  REQUIRE(second_is_over(player.present(fixture.cluster.admin())));
  const ServeInstance replica = fixture.worker(*proxy);
  fixture.ask("again", "restart");
  REQUIRE(eventually([&] { return fixture.status_of("again").reason == "DisruptionBudget"; }));
  CHECK(fixture.status_of("again").attempts == 1);
  CHECK(player.made() == 1);
  fixture.patch_status(one, budget(1));
  REQUIRE(fixture.comes_to("again", Phase::succeeded));
  CHECK(player.made() == 2);
}

}  // namespace chandler::tests
