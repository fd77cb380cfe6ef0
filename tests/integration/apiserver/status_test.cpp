#include <csignal>

#include "tests/integration/apiserver/status_fixture.hpp"

// Provisions, against a real API server. There is no kubelet: the tests write what it would.
namespace chandler::tests {
namespace {

using nlohmann::json;

const json migrates{{"database", "db"}, {"migrate", "configmap:migrations"}};

}  // namespace

TEST_CASE("a Provision comes with its workload, follows its pods, and goes with its label") {
  StatusFixture fixture("status-follow");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu", migrates);
  REQUIRE(fixture.comes_to("menu", "/injection/summary", "0/0"));
  const json made = fixture.get(fixture.provision("deployment-menu"));
  CHECK(made.at("spec").at("workload") == json{{"kind", "Deployment"}, {"name", "menu"}});
  CHECK(made.at("metadata").at("ownerReferences").at(0).at("uid") ==
        fixture.get(fixture.deployment("menu")).at("metadata").at("uid"));
  CHECK(made.at("status").at("state") == "Ready");
  CHECK(made.at("status").at("injection").at("steps") == json::array({"chandler-migrate"}));

  fixture.make_pod("menu", "a", {"chandler-migrate"});
  REQUIRE(fixture.comes_to("menu", "/state", "Starting"));
  fixture.set_status(
      fixture.pod("menu-5d8f-a"),
      {{"phase", "Running"}, {"initContainerStatuses", {fixture.ended("chandler-migrate", 0, fixture.migrated("7"))}}});
  REQUIRE(fixture.comes_to("menu", "/schema/version", "7"));
  const json status = fixture.status_of("menu");
  CHECK(status.at("state") == "Ready");
  CHECK(status.at("injection").at("summary") == "1/1");
  CHECK(status.at("schema").at("pod") == "menu-5d8f-a");
  CHECK(status.at("pods").at(0).at("steps").at(0).at("message") == "applied 2 migrations, now at version 7");

  // What a pod did is known when it is gone.
  fixture.cluster.admin().remove(fixture.pod("menu-5d8f-a"));
  REQUIRE(fixture.comes_to("menu", "/injection/summary", "0/0"));
  CHECK(fixture.status_of("menu").at("schema").at("version") == "7");

  fixture.patch(fixture.deployment("menu"), {{"metadata", {{"labels", {{"chandler.dev/inject", nullptr}}}}}});
  CHECK(eventually([&] { return fixture.get(fixture.provision("deployment-menu")).is_null(); }));
}

TEST_CASE("a migration that fails is a problem with its message and an Event, once, and so is its end") {
  StatusFixture fixture("status-failed");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu", migrates);
  fixture.make_pod("menu", "a", {"chandler-migrate"});
  json report = fixture.migrated("7");
  report["outcome"] = "problem";
  report["error"] = {{"code", "migrate.changed_file"},
                     {"message", "the file was changed after it was applied"},
                     {"where", "V3__menu.sql"},
                     {"hint", "Put it back"}};
  fixture.set_status(
      fixture.pod("menu-5d8f-a"),
      {{"phase", "Pending"}, {"initContainerStatuses", {fixture.ended("chandler-migrate", 2, report, 1)}}});
  REQUIRE(fixture.comes_to("menu", "/state", "Failing"));
  const json status = fixture.status_of("menu");
  CHECK(status.at("message") == "V3__menu.sql: the file was changed after it was applied. Put it back");
  CHECK(status.at("problems").at(0).at("reason") == "MigrationFailed");
  CHECK(status.at("problems").at(0).at("object") == "pod/menu-5d8f-a");
  REQUIRE(eventually([&] { return fixture.events("menu", "MigrationFailed").size() == 1; }));

  // It crashes on and on: the same problem.
  json waiting = fixture.ended("chandler-migrate", 2, report, 2);
  waiting["lastState"] = waiting.at("state");
  waiting["state"] = {{"waiting", {{"reason", "CrashLoopBackOff"}, {"message", "back-off 20s"}}}};
  fixture.set_status(fixture.pod("menu-5d8f-a"), {{"initContainerStatuses", {waiting}}});
  REQUIRE(fixture.comes_to("menu", "/pods/0/steps/0/restarts", 2));
  CHECK(fixture.status_of("menu").at("problems").at(0).at("since") == status.at("problems").at(0).at("since"));

  fixture.set_status(fixture.pod("menu-5d8f-a"),
                     {{"phase", "Running"},
                      {"initContainerStatuses", {fixture.ended("chandler-migrate", 0, fixture.migrated("8"), 3)}}});
  REQUIRE(fixture.comes_to("menu", "/state", "Ready"));
  REQUIRE(eventually([&] { return fixture.events("menu", "MigrationRecovered").size() == 1; }));
  const auto failed = fixture.events("menu", "MigrationFailed");
  REQUIRE(failed.size() == 1);
  CHECK(!failed[0].contains("series"));
}

TEST_CASE("nothing is asked of the API server while nothing changes, and another leader changes nothing") {
  StatusFixture fixture("status-quiet");
  const auto proxy = fixture.cluster.proxy();
  ServeInstance first = fixture.sync(*proxy);
  for (int i = 0; i < 20; ++i) fixture.make_app("app-" + std::to_string(i), migrates);
  fixture.make_pod("app-0", "a", {"chandler-migrate"});
  fixture.set_status(
      fixture.pod("app-0-5d8f-a"),
      {{"phase", "Running"}, {"initContainerStatuses", {fixture.ended("chandler-migrate", 0, fixture.migrated("7"))}}});
  REQUIRE(fixture.comes_to("app-0", "/schema/version", "7"));
  for (int i = 0; i < 20; ++i) REQUIRE(fixture.comes_to("app-" + std::to_string(i), "/state", "Ready"));
  // Each was created and written, and one was written as its pod changed, twice at most.
  const std::size_t written = proxy->count(writes_provisions);
  CHECK(written <= 2 * 20 + 3);
  const auto looks = [&](const ServeInstance& replica) { return replica.metric("chandler_status_looks_total"); };
  const double before = looks(first);
  REQUIRE(eventually([&] { return looks(first) >= before + 3; }));
  CHECK(proxy->count(writes_provisions) == written);

  const auto other_proxy = fixture.cluster.proxy();
  const ServeInstance second = fixture.sync(*other_proxy);
  first.process().send(SIGTERM);
  REQUIRE(second.comes_to("leadership_acquired"));
  REQUIRE(eventually([&] { return looks(second) >= 3; }));
  CHECK(other_proxy->count(writes_provisions) == 0);
  CHECK(fixture.status_of("app-0").at("schema").at("version") == "7");
}

TEST_CASE("pods that were missed are counted and told of, and evicted one at a time where that is asked for") {
  StatusFixture fixture("status-missed");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu", migrates);
  for (const char* name : {"a", "b"}) {
    fixture.make_pod("menu", name, {});
    fixture.set_status(fixture.pod(std::string("menu-5d8f-") + name),
                       {{"phase", "Running"}, {"conditions", {{{"type", "Ready"}, {"status", "True"}}}}});
  }
  REQUIRE(fixture.comes_to("menu", "/injection/missed", 2));
  CHECK(fixture.status_of("menu").at("state") == "Warning");
  REQUIRE(eventually([&] { return fixture.events("menu", "InjectionMissed").size() == 1; }));
  CHECK(fixture.events("menu", "InjectionMissed")[0].at("note").get<std::string>().contains(
      "kubectl rollout restart deployment/menu -n status-missed-apps"));
  const auto evicts = [](const auto& request) { return request.writes() && request.about("/eviction"); };
  CHECK(proxy->count(evicts) == 0);

  fixture.annotate("menu", "heal", "restart");
  REQUIRE(eventually([&] { return fixture.events("menu", "PodEvicted").size() == 1; }));
  // The other has to wait until the first's place is taken by one that is ready.
  REQUIRE(fixture.comes_to("menu", "/injection/missed", 1));
  const double looks = replica.metric("chandler_status_looks_total");
  REQUIRE(eventually([&] { return replica.metric("chandler_status_looks_total") >= looks + 2; }));
  CHECK(proxy->count(evicts) == 1);
}

TEST_CASE("a copy that was left behind is told of with the command that mends it") {
  StatusFixture fixture("status-stale");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu", migrates);
  REQUIRE(fixture.comes_to("menu", "/state", "Ready"));
  fixture.annotate("menu", "migrate", "configmap:other");
  REQUIRE(fixture.comes_to("menu", "/problems/0/reason", "StaleCopy"));
  CHECK(fixture.status_of("menu").at("message").get<std::string>().starts_with(
      "kubectl patch deployment menu -n status-stale-apps --type=merge -p "
      R"('{"spec":{"template":{"metadata":{"annotations":{"chandler.dev/migrate":"configmap:other"}}}}}')"));
}

TEST_CASE("runs are remembered when their Jobs are gone") {
  StatusFixture fixture("status-runs");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu", {{"database", "db"}, {"load", "configmap:data"}, {"refresh-schedule", "0 * * * *"}});
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  const json cron_job = fixture.get(fixture.cron_job("menu-refresh"));
  json spec = cron_job.at("spec").at("jobTemplate").at("spec");
  fixture.cluster.make(fixture.job(""), {{"metadata",
                                          {{"name", "menu-refresh-1"},
                                           {"labels", cron_job.at("metadata").at("labels")},
                                           {"ownerReferences",
                                            {{{"apiVersion", "batch/v1"},
                                              {"kind", "CronJob"},
                                              {"name", "menu-refresh"},
                                              {"uid", cron_job.at("metadata").at("uid")},
                                              {"controller", true}}}}}},
                                         {"spec", spec}});
  REQUIRE(fixture.comes_to("menu", "/refresh/summary", "running"));
  fixture.set_status(fixture.job("menu-refresh-1"), {{"startTime", fixture.now()},
                                                     {"failed", 1},
                                                     {"conditions",
                                                      {{{"type", "FailureTarget"},
                                                        {"status", "True"},
                                                        {"reason", "BackoffLimitExceeded"},
                                                        {"message", "too many"},
                                                        {"lastTransitionTime", fixture.now()}},
                                                       {{"type", "Failed"},
                                                        {"status", "True"},
                                                        {"reason", "BackoffLimitExceeded"},
                                                        {"message", "too many"},
                                                        {"lastTransitionTime", fixture.now()}}}}});
  REQUIRE(fixture.comes_to("menu", "/refresh/failuresInARow", 1));
  CHECK(fixture.status_of("menu").at("problems").at(0).at("reason") == "RefreshFailing");
  REQUIRE(eventually([&] { return fixture.events("menu", "RefreshFailing").size() == 1; }));
  fixture.cluster.admin().remove(fixture.job("menu-refresh-1"));
  REQUIRE(fixture.comes_to("menu", "/refresh/active", 0));
  const std::size_t written = proxy->count(writes_provisions);
  const double looks = replica.metric("chandler_status_looks_total");
  REQUIRE(eventually([&] { return replica.metric("chandler_status_looks_total") >= looks + 2; }));
  CHECK(proxy->count(writes_provisions) == written);
  CHECK(fixture.status_of("menu").at("refresh").at("runs").at(0).at("job") == "menu-refresh-1");
}

TEST_CASE("a run that an operation asked for is its workload's") {
  StatusFixture fixture("status-operation");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu", {{"database", "db"}, {"load", "configmap:data"}, {"refresh-schedule", "0 * * * *"}});
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  fixture.cluster.make({.group = "chandler.dev",
                        .version = "v1alpha1",
                        .plural = "operations",
                        .namespace_name = fixture.apps,
                        .name = {}},
                       {{"apiVersion", "chandler.dev/v1alpha1"},
                        {"kind", "Operation"},
                        {"metadata", {{"name", "now"}}},
                        {"spec", {{"workload", {{"kind", "Deployment"}, {"name", "menu"}}}, {"action", "refresh"}}}});
  REQUIRE(fixture.comes_to("menu", "/refresh/summary", "running"));
  const json run = fixture.status_of("menu").at("refresh").at("runs").at(0);
  CHECK(run.at("job").get<std::string>().starts_with("op-"));
  CHECK(run.at("manual") == true);
}

TEST_CASE("an Event of the kubelet tells why a pod waits") {
  StatusFixture fixture("status-mounts");
  const auto proxy = fixture.cluster.proxy();
  fixture.make_app("menu", migrates);
  fixture.make_pod("menu", "a", {"chandler-migrate"});
  fixture.cluster.make(
      {.plural = "pods", .namespace_name = fixture.apps, .name = "menu-5d8f-a", .subresource = "binding"},
      {{"metadata", {{"name", "menu-5d8f-a"}}}, {"target", {{"kind", "Node"}, {"name", "node-1"}}}});
  const auto event = [&](const char* name, const char* reason, const char* message) {
    fixture.cluster.make(
        {.plural = "events", .namespace_name = fixture.apps, .name = {}},
        {{"metadata", {{"name", name}}},
         {"involvedObject", {{"kind", "Pod"}, {"namespace", fixture.apps}, {"name", "menu-5d8f-a"}, {"uid", "u"}}},
         {"type", "Warning"},
         {"reason", reason},
         {"message", message},
         {"lastTimestamp", fixture.now()}});
  };
  event("first", "FailedMount", "configmap \"migrations\" not found");
  event("second", "FailedScheduling", "no node");
  const ServeInstance replica = fixture.sync(*proxy);
  const auto asks = [&](const auto& request) { return !request.writes() && request.about("/events?"); };
  REQUIRE(fixture.comes_to("menu", "/state", "Starting"));
  CHECK(proxy->count(asks) == 0);  // it has waited for less than a minute
  REQUIRE(eventually([&] { return fixture.comes_to("menu", "/problems/0/reason", "FailedMount"); },
                     std::chrono::minutes(2)));
  CHECK(fixture.status_of("menu").at("message") == "configmap \"migrations\" not found");
  CHECK(proxy->count(asks) == 1);
}

namespace {

// What goes on without Provisions, and what is said of it.
std::string without_provisions(StatusFixture& fixture, const ApiProxy& proxy) {
  const ServeInstance replica = fixture.sync(proxy);
  fixture.make_app("menu", {{"database", "db"},
                            {"migrate", "configmap:migrations"},
                            {"load", "configmap:data"},
                            {"refresh-schedule", "0 * * * *"}});
  fixture.make_pod("menu", "a", {});
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
  CHECK(eventually([&] { return fixture.events("menu", "InjectionMissed").size() == 1; }));
  // By each part that reads them: the controller, and the API.
  const std::size_t said = replica.events("watch_failed");
  CHECK(said >= 1);
  CHECK(said <= 2);
  const double looks = replica.metric("chandler_status_looks_total");
  REQUIRE(eventually([&] { return replica.metric("chandler_status_looks_total") >= looks + 2; }));
  CHECK(proxy.count(writes_provisions) == 0);
  CHECK(replica.events("watch_failed") == said);
  const auto missed = fixture.events("menu", "InjectionMissed");
  REQUIRE(missed.size() == 1);
  CHECK(!missed[0].contains("series"));
  const std::string log = replica.output();
  const std::size_t at = log.find("watch_failed");
  return log.substr(at, log.find('\n', at) - at);
}

}  // namespace

TEST_CASE("where Provisions are not installed, that is said once and the rest goes on") {
  StatusFixture fixture("status-unknown");
  const auto proxy = fixture.cluster.proxy();
  proxy->follow([](const auto& request) -> std::optional<ApiProxy::Fault> {
    if (!request.about("/provisions")) return std::nullopt;
    return ApiProxy::Fault{.kind = ApiProxy::Fault::Kind::answer,
                           .head = "404 Not Found",
                           .body = R"({"kind":"Status","code":404,"reason":"NotFound","message":"not here"})"};
  });
  CHECK(without_provisions(fixture, *proxy).contains("provisions"));
}

TEST_CASE("where Provisions may not be read, the right is named once and the rest goes on") {
  StatusFixture fixture("status-forbidden");
  const auto proxy = fixture.cluster.proxy();
  proxy->follow([](const auto& request) -> std::optional<ApiProxy::Fault> {
    if (!request.about("/provisions")) return std::nullopt;
    return ApiProxy::Fault{
        .kind = ApiProxy::Fault::Kind::answer,
        .head = "403 Forbidden",
        .body = R"({"kind":"Status","code":403,"reason":"Forbidden","message":"provisions.chandler.dev is forbidden: )"
                R"(User cannot list resource provisions in API group chandler.dev at the cluster scope"})"};
  });
  const std::string said = without_provisions(fixture, *proxy);
  CHECK(said.contains("cannot list resource provisions in API group chandler.dev"));
}

}  // namespace chandler::tests
