#include "tests/integration/apiserver/operations_fixture.hpp"

// What becomes of operations, against a real API server.
namespace chandler::tests {
namespace {

using nlohmann::json;
using Phase = OperationsFixture::Operation::Phase;

}  // namespace

TEST_CASE("A refresh runs the CronJob's Job once, and tells what came of it") {
  OperationsFixture fixture("op-refresh");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance first = fixture.worker(*proxy);
  const ServeInstance second = fixture.worker(*proxy);
  REQUIRE(first.comes_to("operation_workers_started"));
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  fixture.ask("now", "refresh");

  const json job = fixture.await_job("now");
  const json& metadata = job.at("metadata");
  const auto operation = fixture.operation_now("now");
  CHECK(metadata.at("name") == "op-" + operation.metadata.uid);
  CHECK(metadata.at("annotations").at("cronjob.kubernetes.io/instantiate") == "manual");
  CHECK(metadata.at("labels").at("chandler.dev/operation") == "now");
  CHECK(metadata.at("labels").at("app.kubernetes.io/component") == "refresh");
  CHECK(!job.dump().contains("chandler.dev/inject"));
  CHECK(metadata.at("ownerReferences").at(0).at("uid") == operation.metadata.uid);
  CHECK(operation.status.phase == Phase::running);
  CHECK(operation.status.attempts == 1);

  fixture.make_pod_of(job, 0, R"({"tool":"refresh","outcome":"done","duration_ms":12,"rows_read":3,"inserted":1})");
  fixture.end_job(job, true);
  REQUIRE(fixture.comes_to("now", Phase::succeeded));
  const auto status = fixture.status_of("now");
  CHECK(status.message == "3 rows read, 1 inserted, 12 ms");
  CHECK(status.finished >= status.started);
  CHECK(proxy->count(makes_job) == 1);
}

TEST_CASE("A Job that fails fails its operation with the report's own words") {
  OperationsFixture fixture("op-fails");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  fixture.ask("now", "refresh");
  const json job = fixture.await_job("now");
  fixture.make_pod_of(job, 2,
                      R"({"tool":"refresh","outcome":"problem","error":{"code":"x","message":"12.9O is no number",
                         "where":"food_item.csv:40","hint":"mend it"}})");
  fixture.end_job(job, false);
  REQUIRE(fixture.comes_to("now", Phase::failed));
  const auto status = fixture.status_of("now");
  CHECK(status.reason == "JobFailed");
  CHECK(status.message.starts_with("food_item.csv:40: 12.9O is no number. mend it"));
  CHECK(status.message.contains("kubectl logs job/op-"));
  CHECK(status.attempts == 1);
  CHECK(proxy->count(makes_job) == 1);
}

TEST_CASE("What cannot be done fails at once, and says why") {
  OperationsFixture fixture("op-cannot");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  fixture.make_deployment("menu");
  fixture.make_deployment("plain", json::object(), false);
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  struct Case {
    const char* action;
    const char* workload;
    const char* reason;
    const char* says;
  };
  const std::vector<Case> cases{{"refresh", "nobody", "WorkloadGone", "there is no Deployment nobody"},
                                {"restart", "plain", "NotProvisioned", "chandler.dev/inject"},
                                {"probe", "menu", "NoSchedule", "chandler.dev/probe-schedule"},
                                {"migrate-status", "menu", "BadAnnotation", "chandler.dev/migrate is not there"},
                                {"retry-tasks", "menu", "NotSupported", "executor"}};
  for (const Case& each : cases) {
    const std::string name = std::string(each.action) + "-" + each.workload;
    INFO(name);
    fixture.ask(name, each.action, each.workload);
    REQUIRE(fixture.comes_to(name, Phase::failed));
    const auto status = fixture.status_of(name);
    CHECK(status.reason == each.reason);
    CHECK(status.message.contains(each.says));
    CHECK(status.attempts == 1);
  }
  CHECK(proxy->count(makes_job) == 0);
}

TEST_CASE("The schema's state is asked for by a Job of the workload") {
  OperationsFixture fixture("op-schema");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  fixture.make_deployment("menu", {{"chandler.dev/migrate", "configmap:migrations"},
                                   {"chandler.dev/migrate-layout", "flyway"},
                                   {"chandler.dev/refresh-schedule", nullptr}});
  fixture.ask("schema", "migrate-status");
  const json job = fixture.await_job("schema");
  const json& spec = job.at("/spec/template/spec"_json_pointer);
  const json& container = spec.at("containers").at(0);
  CHECK(container.at("args") ==
        json{"migrate", "status", "--source", "/chandler-data/migrate", "--layout", "flyway", "--wait=60"});
  CHECK(spec.at("volumes").at(0).at("configMap").at("name") == "migrations");
  CHECK(spec.at("automountServiceAccountToken") == false);
  CHECK(container.at("env").dump().contains("\"db\""));
  fixture.make_pod_of(job, 0, R"({"tool":"migrate-status","outcome":"done","version":"12","applied":12,"pending":1})");
  fixture.end_job(job, true);
  REQUIRE(fixture.comes_to("schema", Phase::succeeded));
  CHECK(fixture.status_of("schema").message == "schema version 12, 12 migrations applied, 1 pending");
}

TEST_CASE("Suspend and resume turn the switch, and the reconciler leaves it") {
  OperationsFixture fixture("op-suspend");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  const auto suspended = [&] { return fixture.get(fixture.cron_job("menu-refresh")).at("spec").at("suspend") == true; };
  fixture.ask("stop", "suspend");
  REQUIRE(fixture.comes_to("stop", Phase::succeeded));
  CHECK(suspended());
  CHECK(fixture.status_of("stop").message == "suspended: menu-refresh");
  fixture.ask("stop-again", "suspend", "menu", {{"target", "refresh"}});
  REQUIRE(fixture.comes_to("stop-again", Phase::succeeded));
  fixture.annotate("menu", "refresh-schedule", "5 * * * *");
  REQUIRE(eventually([&] { return fixture.schedule_of("menu-refresh") == "5 * * * *"; }));
  CHECK(suspended());
  CHECK(fixture.events("menu", "CronJobRepaired").empty());
  fixture.ask("no-probe", "suspend", "menu", {{"target", "probe"}});
  REQUIRE(fixture.comes_to("no-probe", Phase::failed));
  CHECK(fixture.status_of("no-probe").reason == "NoSchedule");
  fixture.ask("go", "resume");
  REQUIRE(fixture.comes_to("go", Phase::succeeded));
  CHECK(!suspended());
}

TEST_CASE("An operation that ended goes when its time is over, and one that has not ended never") {
  OperationsFixture fixture("op-ttl");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  REQUIRE(replica.comes_to("leadership_acquired"));
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  fixture.ask("stays", "refresh", "menu", {{"ttlSecondsAfterFinished", 0}});
  fixture.ask("goes", "suspend", "menu", {{"ttlSecondsAfterFinished", 0}});
  fixture.ask("stays-longer", "suspend");
  CHECK(eventually([&] { return fixture.get(fixture.operation("goes")).is_null(); }));
  REQUIRE(fixture.comes_to("stays-longer", Phase::succeeded));
  CHECK(fixture.status_of("stays").phase == Phase::running);
}

TEST_CASE("What an operation asks for cannot change") {
  OperationsFixture fixture("op-spec");
  fixture.ask("now", "refresh");
  const auto patched = fixture.cluster.admin().patch(fixture.operation("now"), platform::kubernetes::PatchType::merge,
                                                     {{"spec", {{"action", "restart"}}}});
  REQUIRE(!patched);
  CHECK(patched.error().message.contains("an operation's spec cannot change"));
}

}  // namespace chandler::tests
