#include "tests/integration/apiserver/controller_fixture.hpp"

// What the controller makes of annotations, against a real API server.
namespace chandler::tests {

using nlohmann::json;

TEST_CASE("A CronJob comes with its annotation, follows it, and goes with it") {
  ControllerFixture fixture("follow");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy);
  fixture.make_deployment("menu", json::object(), false);
  fixture.patch(fixture.deployment("menu"), {{"metadata", {{"labels", {{"chandler.dev/inject", "true"}}}}}});
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  const json made = fixture.get(fixture.cron_job("menu-refresh"));
  const json& owner = made.at("metadata").at("ownerReferences").at(0);
  CHECK(owner.at("uid") == fixture.get(fixture.deployment("menu")).at("metadata").at("uid"));
  CHECK(owner.at("controller") == true);
  CHECK(made.at("metadata").at("managedFields").at(0).at("manager") == "chandler");
  CHECK(made.at("metadata").at("managedFields").at(0).at("operation") == "Apply");
  CHECK(!made.dump().contains("chandler.dev/inject"));
  CHECK(!made.dump().contains("app.kubernetes.io/instance"));

  // A person's suspend stays.
  fixture.patch(fixture.cron_job("menu-refresh"), {{"spec", {{"suspend", true}}}});
  fixture.annotate("menu", "refresh-schedule", "5 * * * *");
  fixture.annotate("menu", "refresh-timezone", "Europe/Berlin");
  REQUIRE(eventually([&] {
    return fixture.get(fixture.cron_job("menu-refresh")).at("spec").value("timeZone", "") == "Europe/Berlin";
  }));
  CHECK(fixture.schedule_of("menu-refresh") == "5 * * * *");
  CHECK(fixture.get(fixture.cron_job("menu-refresh")).at("spec").at("suspend") == true);
  fixture.annotate("menu", "refresh-timezone", nullptr);
  CHECK(eventually([&] { return !fixture.get(fixture.cron_job("menu-refresh")).at("spec").contains("timeZone"); }));

  fixture.annotate("menu", "refresh-schedule", nullptr);
  CHECK(eventually([&] { return !fixture.has("menu-refresh"); }));
  fixture.annotate("menu", "refresh-schedule", "@daily");
  REQUIRE(eventually([&] { return fixture.schedule_of("menu-refresh") == "@daily"; }));
  fixture.patch(fixture.deployment("menu"), {{"metadata", {{"labels", {{"chandler.dev/inject", nullptr}}}}}});
  CHECK(eventually([&] { return !fixture.has("menu-refresh"); }));
  // Made thrice, changed thrice, removed twice: a call each.
  CHECK(proxy->count([](const auto& request) { return request.writes() && request.about("/cronjobs"); }) <= 8);
}

TEST_CASE("Of listed namespaces it looks after these, and asks about no other") {
  ControllerFixture fixture("listed");
  fixture.cluster.make_namespace("listed-more", json::object());
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy, {"--namespaces=" + fixture.apps + ",listed-more"});
  fixture.make_deployment("menu");
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
  CHECK(proxy->count([](const auto& request) { return request.about("/namespaces/listed-more/cronjobs"); }) > 0);
  CHECK(proxy->count([](const auto& request) {
    return request.about("/v1/cronjobs") || request.about("/v1/deployments");
  }) == 0);
}

TEST_CASE("An edit by hand is set right, with an Event; what others add is theirs") {
  ControllerFixture fixture("edited");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy);
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  fixture.patch(fixture.cron_job("menu-refresh"),
                {{"metadata", {{"labels", {{"team", "kitchen"}}}}}, {"spec", {{"schedule", "7 * * * *"}}}});
  CHECK(eventually([&] { return fixture.schedule_of("menu-refresh") == "0 * * * *"; }));
  CHECK(fixture.get(fixture.cron_job("menu-refresh")).at("metadata").at("labels").at("team") == "kitchen");
  REQUIRE(eventually([&] { return fixture.events("menu", "CronJobRepaired").size() == 1; }));
  const std::string note = fixture.events("menu", "CronJobRepaired")[0].at("note").get<std::string>();
  CHECK(note.contains("spec.schedule"));
  CHECK(note.contains("7 * * * *"));

  fixture.cluster.admin().remove(fixture.cron_job("menu-refresh"));
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
}

TEST_CASE("Somebody else's CronJob is left alone, with an Event, until it is gone") {
  ControllerFixture fixture("taken");
  const json job =
      json::parse(R"({"metadata":{"name":"menu-refresh"},"spec":{"schedule":"@yearly","jobTemplate":{"spec":
    {"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"x","image":"x:1"}]}}}}}})");
  fixture.cluster.make(fixture.cron_job(""), job);
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy);
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.events("menu", "NameTaken").size() == 1; }));
  CHECK(fixture.schedule_of("menu-refresh") == "@yearly");
  fixture.cluster.admin().remove(fixture.cron_job("menu-refresh"));
  CHECK(eventually([&] { return fixture.schedule_of("menu-refresh") == "0 * * * *"; }));
}

TEST_CASE("What is wrong with an annotation is one Event, not one a round") {
  ControllerFixture fixture("wrong");
  const auto proxy = fixture.cluster.proxy();
  fixture.make_deployment("menu", {{"chandler.dev/refresh-schedule", "every hour"}});
  fixture.make_deployment("cache", {{"chandler.dev/load", "volume:scratch"}});
  fixture.patch(
      fixture.deployment("cache"),
      {{"spec", {{"template", {{"spec", {{"volumes", {{{"name", "scratch"}, {"emptyDir", json::object()}}}}}}}}}}});
  const ServeInstance replica = fixture.replica(*proxy, {"--reconcile-interval=1"});
  REQUIRE(replica.comes_to("reconciling", 4));
  CHECK(fixture.events("menu", "BadValue").size() == 1);
  CHECK(fixture.events("cache", "UnsupportedPod").size() == 1);
  const auto created = [](const char* name) {
    return [=](const ApiProxy::Request& request) {
      return request.about("/events") && json::parse(request.body).value("/regarding/name"_json_pointer, "") == name;
    };
  };
  CHECK(proxy->count(created("menu")) == 1);
  CHECK(!fixture.has("menu-refresh"));
  CHECK(!fixture.has("cache-refresh"));
}

TEST_CASE("Where all is right nothing is written, nor asked for") {
  ControllerFixture fixture("steady");
  const auto proxy = fixture.cluster.proxy();
  for (int i = 0; i < 20; ++i) {
    fixture.make_deployment("app-" + std::to_string(i),
                            {{"chandler.dev/cpu-limit", "0.5"}, {"chandler.dev/memory-limit", "1024Mi"}});
  }
  const ServeInstance first = fixture.replica(*proxy, {"--reconcile-interval=1"});
  REQUIRE(eventually([&] {
    for (int i = 0; i < 20; ++i) {
      if (!fixture.has("app-" + std::to_string(i) + "-refresh")) return false;
    }
    return true;
  }));
  const auto mine = [&](const ApiProxy::Request& request) {
    return request.about(fixture.apps) && !request.about("/provisions");  // those are the status sync's
  };
  CHECK(proxy->count(mine) == 20);
  REQUIRE(first.comes_to("reconciling", first.events("reconciling") + 3));
  CHECK(proxy->count(mine) == 20);
}

}  // namespace chandler::tests
