#include "controller/reconcile/desired.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/reconcile/sample.hpp"

namespace chandler::controller::reconcile {
namespace {

using core::annotations::Problem;
using nlohmann::json;

Desired desired(const json& deployment) {
  return desired_of(sample_workload(deployment), sample_settings());
}

bool has(const Desired& desired, Problem problem) {
  return std::ranges::contains(desired.findings, problem, &core::annotations::Finding::problem);
}

}  // namespace

TEST_CASE("a labelled workload's schedule is a CronJob that it owns") {
  const Desired found = desired(sample_deployment());
  CHECK(found.findings.empty());
  REQUIRE(found.cron_jobs.size() == 1);
  CHECK(found.cron_jobs[0].name == "menu-refresh");
  const json& object = found.cron_jobs[0].object;
  CHECK(object.at("metadata").at("ownerReferences") ==
        json::parse(R"([{"apiVersion":"apps/v1","kind":"Deployment","name":"menu","uid":"w1","controller":true}])"));
  CHECK(object.at("metadata").at("labels") ==
        json{{"app.kubernetes.io/managed-by", "chandler"}, {"app.kubernetes.io/component", "refresh"}});
  const json& spec = object.at("spec");
  CHECK(spec.at("concurrencyPolicy") == "Forbid");
  CHECK(spec.at("startingDeadlineSeconds") == 3600);
  CHECK(spec.at("successfulJobsHistoryLimit") == 3);
  CHECK(spec.at("failedJobsHistoryLimit") == 3);
  CHECK(spec.at("jobTemplate").at("spec").at("backoffLimit") == 2);
  CHECK(!spec.contains("suspend"));
}

TEST_CASE("both schedules are a CronJob each, and one that is refused is not in the other's way") {
  json both = sample_deployment();
  json& annotations = both["metadata"]["annotations"];
  annotations["chandler.dev/probe-schedule"] = "@daily";
  Desired found = desired(both);
  REQUIRE(found.cron_jobs.size() == 2);
  CHECK(found.cron_jobs[1].task == &core::cronjob::probe_task);
  CHECK(found.cron_jobs[1].name == "menu-probe");
  const json& object = found.cron_jobs[1].object;
  CHECK(object.at("metadata").at("ownerReferences").at(0).at("uid") == "w1");
  CHECK(object.at("metadata").at("labels").at("app.kubernetes.io/component") == "probe");
  annotations.erase("chandler.dev/load");
  found = desired(both);
  REQUIRE(found.cron_jobs.size() == 2);
  CHECK(found.cron_jobs[0].object.is_null());
  CHECK(!found.cron_jobs[1].object.is_null());
}

TEST_CASE("it makes no difference whether the webhook copied the directives") {
  json copied = sample_deployment();
  copied["spec"]["template"]["metadata"]["labels"]["chandler.dev/inject"] = "true";
  for (const char* key : {"chandler.dev/database", "chandler.dev/load", "chandler.dev/cpu-limit"}) {
    copied["spec"]["template"]["metadata"]["annotations"][key] = copied["metadata"]["annotations"][key];
  }
  CHECK(desired(copied).cron_jobs[0].object == desired(sample_deployment()).cron_jobs[0].object);

  // A change that was made while it was away is said.
  copied["metadata"]["annotations"]["chandler.dev/load"] = "configmap:new-data";
  CHECK(has(desired(copied), Problem::template_wins));
}

TEST_CASE("without the label, or in a namespace that is left alone, nothing is wanted") {
  json unlabelled = sample_deployment();
  unlabelled["metadata"]["labels"].erase("chandler.dev/inject");
  CHECK(desired(unlabelled).cron_jobs.empty());
  json excluded = sample_deployment();
  excluded["metadata"]["namespace"] = "kube-system";
  CHECK(desired(excluded).cron_jobs.empty());
  CHECK(desired(excluded).findings.empty());
  json plain = sample_deployment();
  plain["metadata"]["annotations"].erase("chandler.dev/refresh-schedule");
  CHECK(desired(plain).cron_jobs.empty());
  json odd = sample_deployment();
  odd["spec"] = "text";
  CHECK(desired(odd).cron_jobs.empty());
}

TEST_CASE("a schedule that no CronJob can be made of still stands there") {
  json mistyped = sample_deployment();
  mistyped["metadata"]["annotations"]["chandler.dev/refresh-schedule"] = "every hour";
  Desired found = desired(mistyped);
  REQUIRE(found.cron_jobs.size() == 1);
  CHECK(found.cron_jobs[0].object.is_null());
  CHECK(has(found, Problem::bad_value));

  json empty_dir = sample_deployment();
  empty_dir["metadata"]["annotations"]["chandler.dev/load"] = "volume:scratch";
  empty_dir["spec"]["template"]["spec"]["volumes"] = json::array({{{"name", "scratch"}, {"emptyDir", json::object()}}});
  found = desired(empty_dir);
  CHECK(found.cron_jobs[0].object.is_null());
  CHECK(has(found, Problem::unsupported_pod));
}

}  // namespace chandler::controller::reconcile
