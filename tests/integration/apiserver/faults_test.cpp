#include <atomic>

#include "tests/integration/apiserver/controller_fixture.hpp"

// The way to the API server as it is on a bad day.
namespace chandler::tests {
namespace {

using nlohmann::json;
using Kind = ApiProxy::Fault::Kind;
using Request = ApiProxy::Request;

bool watches(const Request& request) {
  return request.about("watch=1");
}

bool lists(const Request& request) {
  return request.method == "GET" && request.about("limit=");
}

}  // namespace

TEST_CASE("Watches that are cut, in the middle of a line, too, are taken up without a list") {
  ControllerFixture fixture("cuts");
  const auto proxy = fixture.cluster.proxy();
  std::atomic<int> halves = 3;
  proxy->follow([&](const Request& request) -> std::optional<ApiProxy::Fault> {
    if (!watches(request) || !request.about("/deployments") || halves-- <= 0) return std::nullopt;
    return ApiProxy::Fault{.kind = Kind::cut_after, .bytes = 100};
  });
  const ServeInstance replica = fixture.replica(*proxy);
  REQUIRE(replica.comes_to("reconciling"));
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  const std::size_t listed = proxy->count(lists);
  proxy->cut();
  fixture.annotate("menu", "refresh-schedule", "4 * * * *");
  CHECK(eventually([&] { return fixture.schedule_of("menu-refresh") == "4 * * * *"; }));
  CHECK(proxy->count(lists) == listed);
}

TEST_CASE("What expired is listed anew") {
  ControllerFixture fixture("gone");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy);
  REQUIRE(replica.comes_to("reconciling"));
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  const std::size_t listed = proxy->count(lists);
  // Missed by the watch: the change lies before the resourceVersion that could be told.
  std::atomic<bool> in_stream = true;
  std::atomic<int> expired = 0;
  proxy->follow([&](const Request& request) -> std::optional<ApiProxy::Fault> {
    if (!watches(request) || !request.about("/deployments") || expired >= 2) return std::nullopt;
    ++expired;
    const json status{
        {"kind", "Status"}, {"code", 410}, {"reason", "Expired"}, {"message", "too old resource version"}};
    if (in_stream.exchange(false)) {
      return ApiProxy::Fault{
          .kind = Kind::answer, .head = "200 OK", .body = json{{"type", "ERROR"}, {"object", status}}.dump() + "\n"};
    }
    return ApiProxy::Fault{.kind = Kind::answer, .head = "410 Gone", .body = status.dump()};
  });
  proxy->cut();
  fixture.annotate("menu", "refresh-schedule", "6 * * * *");
  CHECK(eventually([&] { return fixture.schedule_of("menu-refresh") == "6 * * * *"; }));
  CHECK(eventually([&] { return expired == 2 && proxy->count(lists) >= listed + 2; }));
}

TEST_CASE("Errors, a busy server and one that hangs up cost time, and nothing else") {
  ControllerFixture fixture("errors");
  const auto proxy = fixture.cluster.proxy();
  std::atomic<int> lists_failed = 0;
  std::atomic<int> applies_failed = 0;
  proxy->follow([&](const Request& request) -> std::optional<ApiProxy::Fault> {
    if (lists(request) && request.about("/cronjobs") && lists_failed++ < 2) {
      return ApiProxy::Fault{.kind = Kind::answer, .head = "500 Internal Server Error", .body = "<html>"};
    }
    if (request.method != "PATCH" || !request.about("/cronjobs")) return std::nullopt;
    switch (applies_failed++) {
      case 0:
        return ApiProxy::Fault{.kind = Kind::answer, .head = "429 Too Many Requests\r\nRetry-After: 0", .body = "{}"};
      case 1:
        return ApiProxy::Fault{.kind = Kind::cut};
      case 2:
        return ApiProxy::Fault{.kind = Kind::answer, .head = "504 Gateway Timeout", .body = "{}"};
      default:
        return std::nullopt;
    }
  });
  fixture.make_deployment("menu");
  const ServeInstance replica = fixture.replica(*proxy);
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
  CHECK(applies_failed == 4);
}

TEST_CASE("A right that lacks is named, and what it is for comes when it is given") {
  ControllerFixture fixture("lacks");
  const auto proxy = fixture.cluster.proxy();
  std::atomic<bool> granted = false;
  proxy->follow([&](const Request& request) -> std::optional<ApiProxy::Fault> {
    if (granted || !lists(request) || !request.about("/daemonsets")) return std::nullopt;
    const json status{{"kind", "Status"},
                      {"code", 403},
                      {"message", "daemonsets.apps is forbidden: User \"x\" cannot list resource \"daemonsets\""}};
    return ApiProxy::Fault{.kind = Kind::answer, .head = "403 Forbidden", .body = status.dump()};
  });
  fixture.make_deployment("menu");
  ServeInstance replica = fixture.replica(*proxy);
  REQUIRE(replica.comes_to("watch_failed"));
  CHECK(replica.process().output().contains("cannot list daemonsets.apps"));
  granted = true;
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
}

TEST_CASE("A token that is renewed in its file is used, and at once when the old one is refused") {
  ControllerFixture fixture("token");
  const TemporaryFolder folder({{"token", "chandler-token"}});
  const auto proxy = fixture.cluster.proxy();
  const auto kubeconfig = fixture.cluster.kubeconfig_by(*proxy, "tokenFile: " + (folder.path() / "token").string());
  const ServeInstance replica = fixture.replica(kubeconfig);
  REQUIRE(replica.comes_to("reconciling"));
  folder.write("token", "chandler-next-token");
  proxy->follow([](const Request& request) -> std::optional<ApiProxy::Fault> {
    if (request.authorization == "Bearer chandler-next-token") return std::nullopt;
    return ApiProxy::Fault{.kind = Kind::answer, .head = "401 Unauthorized", .body = R"({"code":401})"};
  });
  proxy->cut();
  fixture.make_deployment("menu");
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
  CHECK(replica.events("leadership_lost") == 0);
}

TEST_CASE("etcd is killed and comes back: the leader goes on, or leads anew") {
  ControllerFixture fixture("etcd");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy);
  fixture.make_deployment("menu");
  REQUIRE(eventually([&] { return fixture.has("menu-refresh"); }));
  fixture.cluster.restart_etcd();
  REQUIRE(eventually([&] { return fixture.cluster.admin().get(fixture.deployment("menu")).has_value(); }));
  fixture.annotate("menu", "refresh-schedule", "9 * * * *");
  CHECK(eventually([&] { return fixture.schedule_of("menu-refresh") == "9 * * * *"; }));
  CHECK(fixture.cluster.admin().remove(fixture.cron_job("menu-refresh")).has_value());
  CHECK(eventually([&] { return fixture.has("menu-refresh"); }));
}

TEST_CASE("In a namespace that is being deleted nothing is tried twice") {
  ControllerFixture fixture("ending");
  fixture.make_deployment("menu");
  // No controller takes it apart here, so it stays as it is in the middle of that.
  REQUIRE(fixture.cluster.admin().remove({.plural = "namespaces", .name = fixture.apps}).has_value());
  fixture.cluster.make_namespace("ending-last", json::object());
  const auto proxy = fixture.cluster.proxy();
  // A request may take a sixth of the lease: with a short one a slow machine would see a second try.
  const ServeInstance replica = fixture.replica(*proxy, {"--lease-duration=60s"});
  const auto tries = [&] {
    return proxy->count([](const auto& r) { return r.writes() && r.about("/ending-apps/cronjobs"); });
  };
  REQUIRE(eventually([&] { return tries() == 1; }));
  // Work that comes behind it is done.
  const json last = fixture.get(fixture.deployment("menu"));
  json copy{{"metadata",
             {{"name", "other"},
              {"labels", last.at("metadata").at("labels")},
              {"annotations", last.at("metadata").at("annotations")}}},
            {"spec", last.at("spec")}};
  fixture.cluster.make({.group = "apps", .plural = "deployments", .namespace_name = "ending-last"}, copy);
  CHECK(eventually([&] {
    return fixture.cluster.admin()
        .get({.group = "batch", .plural = "cronjobs", .namespace_name = "ending-last", .name = "other-refresh"})
        .has_value();
  }));
  CHECK(tries() == 1);
  CHECK(replica.events("cron_job_not_written") == 0);
}

}  // namespace chandler::tests
