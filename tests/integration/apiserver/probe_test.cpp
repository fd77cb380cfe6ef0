#include "tests/integration/apiserver/status_fixture.hpp"

// A workload's probe from its annotations to its verdict, against a real API server. There is no kubelet: the test
// writes what it would.
namespace chandler::tests {
namespace {

using nlohmann::json;

const json found{
    {"tool", "probe"},
    {"outcome", "problem"},
    {"duration_ms", 812},
    {"verdict", "problem"},
    {"databases", 1},
    {"checks", 2},
    {"found", 2},
    {"coverage",
     {{"size_bytes", 4096}, {"checked_bytes", 1024}, {"never_checked_bytes", 3072}, {"whole_in_seconds", 259'200}}},
    {"findings",
     {{{"id", "amcheck.index_corrupt"}, {"severity", "problem"}, {"object", "index public.menu_pkey"}},
      {{"id", "data_checksums.off"}, {"severity", "warning"}}}},
    {"error",
     {{"code", "probe.found"}, {"message", "problem: 1 problem, 1 warning"}, {"where", "index public.menu_pkey"}}}};

class ProbeFixture : public StatusFixture {
 public:
  using StatusFixture::StatusFixture;

  void ask(const std::string& name, const std::string& action, const json& more = json::object()) {
    json spec{{"workload", {{"kind", "Deployment"}, {"name", "menu"}}}, {"action", action}};
    spec.merge_patch(more);
    cluster.make(operation(""), {{"apiVersion", "chandler.dev/v1alpha1"},
                                 {"kind", "Operation"},
                                 {"metadata", {{"name", name}}},
                                 {"spec", std::move(spec)}});
  }
  bool comes_to_phase(const std::string& name, const std::string& phase) const {
    return eventually([&] {
      const json object = get(operation(name));
      return object.is_object() && object.value("/status/phase"_json_pointer, "") == phase;
    });
  }
  std::string message_of(const std::string& name) const {
    return get(operation(name)).value("/status/message"_json_pointer, "");
  }

  // The newest run's Job, and its pod as it ended.
  void fail_run(const json& report) {
    const std::string name = status_of("menu").at("/probe/runs/0/job"_json_pointer).get<std::string>();
    const json made = get(job(name));
    const json& metadata = made.at("metadata");
    json labels = made.at("/spec/template/metadata/labels"_json_pointer);
    labels["batch.kubernetes.io/controller-uid"] = metadata.at("uid");
    cluster.make(pod(""), {{"metadata",
                            {{"name", name + "-pod"},
                             {"labels", labels},
                             {"ownerReferences",
                              {{{"apiVersion", "batch/v1"},
                                {"kind", "Job"},
                                {"name", name},
                                {"uid", metadata.at("uid")},
                                {"controller", true}}}}}},
                           {"spec", {{"containers", {{{"name", "chandler-probe"}, {"image", "x:1"}}}}}}});
    set_status(pod(name + "-pod"), {{"phase", "Failed"}, {"containerStatuses", {ended("chandler-probe", 2, report)}}});
    json conditions = json::array();
    for (const char* type : {"FailureTarget", "Failed"}) {
      conditions.push_back({{"type", type},
                            {"status", "True"},
                            {"reason", "PodFailurePolicy"},
                            {"message", "exit code 2"},
                            {"lastTransitionTime", now()}});
    }
    set_status(job(name), {{"startTime", now()}, {"failed", 1}, {"conditions", std::move(conditions)}});
  }

 private:
  Resource operation(const std::string& name) const {
    return {
        .group = "chandler.dev", .version = "v1alpha1", .plural = "operations", .namespace_name = apps, .name = name};
  }
};

}  // namespace

TEST_CASE("a probe comes with its annotation, runs when asked, and its verdict is the workload's") {
  ProbeFixture fixture("probe");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.sync(*proxy);
  fixture.make_app("menu",
                   {{"database", "db"}, {"probe-schedule", "30 3 * * *"}, {"probe", "amcheck,compare:menu-replica"}});
  REQUIRE(eventually([&] { return fixture.schedule_of("menu-probe") == "30 3 * * *"; }));
  const json pod = fixture.get(fixture.cron_job("menu-probe")).at("/spec/jobTemplate/spec/template/spec"_json_pointer);
  CHECK(pod.at("containers").at(0).at("args") ==
        json{"probe", "--check", "amcheck,compare:/chandler-data/menu-replica", "--wait=60"});
  CHECK(pod.at("volumes").at(0).at("secret").at("secretName") == "menu-replica");
  CHECK(!fixture.has("menu-refresh"));
  REQUIRE(fixture.comes_to("menu", "/probe/summary", "not yet"));

  fixture.patch(fixture.cron_job("menu-probe"), {{"spec", {{"schedule", "@yearly"}}}});
  CHECK(eventually([&] { return fixture.schedule_of("menu-probe") == "30 3 * * *"; }));
  CHECK(eventually([&] { return fixture.events("menu", "CronJobRepaired").size() == 1; }));

  fixture.ask("stop", "suspend", {{"target", "probe"}});
  REQUIRE(fixture.comes_to_phase("stop", "Succeeded"));
  CHECK(fixture.message_of("stop") == "suspended: menu-probe");
  CHECK(fixture.get(fixture.cron_job("menu-probe")).at("spec").at("suspend") == true);

  fixture.ask("now", "probe");
  REQUIRE(fixture.comes_to("menu", "/probe/summary", "running"));
  fixture.fail_run(found);
  REQUIRE(fixture.comes_to("menu", "/probe/summary", "problem"));
  const json status = fixture.status_of("menu");
  CHECK(status.at("state") == "Failing");
  CHECK(status.at("problems").at(0).at("reason") == "ProbeFoundProblem");
  const json& probe = status.at("probe");
  CHECK(probe.at("findings") == found.at("findings"));
  CHECK(probe.at("runs").at(0).at("found") == 2);
  CHECK(probe.at("runs").at(0).at("manual") == true);
  CHECK(probe.at("runs").at(0).at("coverage") ==
        json{{"sizeBytes", 4096}, {"checkedBytes", 1024}, {"neverCheckedBytes", 3072}, {"wholeInSeconds", 259'200}});
  CHECK(eventually([&] { return fixture.events("menu", "ProbeFoundProblem").size() == 1; }));
  REQUIRE(fixture.comes_to_phase("now", "Failed"));
  CHECK(fixture.message_of("now").starts_with("index public.menu_pkey: problem: 1 problem, 1 warning"));

  fixture.annotate("menu", "probe-schedule", nullptr);
  CHECK(eventually([&] { return !fixture.has("menu-probe"); }));
}

}  // namespace chandler::tests
