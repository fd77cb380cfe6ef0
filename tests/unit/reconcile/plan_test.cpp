#include "controller/reconcile/plan.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/reconcile/sample.hpp"

namespace chandler::controller::reconcile {
namespace {

using nlohmann::json;
using platform::kubernetes::objects::CronJob;
using Kind = Action::Kind;

const WorkloadKey menu{"Deployment", {"apps", "menu"}};

Plan planned(const json& deployment, const std::vector<json>& stored) {
  std::vector<std::shared_ptr<const CronJob>> present;
  for (const json& each : stored) present.push_back(there(each));
  const auto workload = sample_workload(deployment);
  return plan({.key = menu, .workload = &workload, .there = present}, desired_of(workload, sample_settings()));
}

Plan planned_without(const std::vector<json>& stored) {
  std::vector<std::shared_ptr<const CronJob>> present;
  for (const json& each : stored) present.push_back(there(each));
  return plan({.key = menu, .workload = nullptr, .there = present}, {});
}

json somebody_elses() {
  return {{"metadata", {{"namespace", "apps"}, {"name", "menu-refresh"}, {"uid", "c9"}, {"resourceVersion", "5"}}},
          {"spec", {{"schedule", "@daily"}}}};
}

json without_schedule() {
  json deployment = sample_deployment();
  deployment["metadata"]["annotations"].erase("chandler.dev/refresh-schedule");
  return deployment;
}

}  // namespace

TEST_CASE("what is missing is made, what is right is left alone") {
  const Plan made = planned(sample_deployment(), {});
  REQUIRE(made.actions.size() == 1);
  CHECK(made.actions[0].kind == Kind::create);
  CHECK(made.actions[0].why.difference == Difference::missing);
  CHECK(!made.actions[0].object.at("metadata").contains("resourceVersion"));
  const Plan nothing = planned(sample_deployment(), {stored_cron_job()});
  CHECK(nothing.actions.empty());
  CHECK(nothing.refused.empty());
}

TEST_CASE("what differs is written as it was seen") {
  json stored = stored_cron_job();
  stored["spec"]["schedule"] = "9 * * * *";
  const Plan update = planned(sample_deployment(), {stored});
  REQUIRE(update.actions.size() == 1);
  CHECK(update.actions[0].kind == Kind::update);
  CHECK(update.actions[0].object.at("metadata").at("resourceVersion") == "20");
  CHECK(update.actions[0].why.path == "spec.schedule");
}

TEST_CASE("it goes with its annotation and with its workload, as it was seen") {
  for (const Plan& gone : {planned(without_schedule(), {stored_cron_job()}), planned_without({stored_cron_job()})}) {
    REQUIRE(gone.actions.size() == 1);
    CHECK(gone.actions[0].kind == Kind::remove);
    CHECK(gone.actions[0].why.difference == Difference::unwanted);
    CHECK(gone.actions[0].uid == "c1");
    CHECK(gone.actions[0].resource_version == "20");
  }
}

TEST_CASE("a mistyped schedule takes no CronJob away") {
  json mistyped = sample_deployment();
  mistyped["metadata"]["annotations"]["chandler.dev/refresh-schedule"] = "every hour";
  CHECK(planned(mistyped, {stored_cron_job()}).actions.empty());
  CHECK(planned(mistyped, {}).actions.empty());
}

TEST_CASE("somebody else's is never touched") {
  const Plan refused = planned(sample_deployment(), {somebody_elses()});
  CHECK(refused.actions.empty());
  REQUIRE(refused.refused.size() == 1);
  CHECK(refused.refused[0].problem == core::annotations::Problem::name_taken);
  CHECK(refused.refused[0].message.contains("is not Chandler's"));
  CHECK(planned(without_schedule(), {somebody_elses()}).actions.empty());
  CHECK(planned_without({somebody_elses()}).actions.empty());

  json of_manifest = stored_cron_job();
  of_manifest["metadata"].erase("ownerReferences");
  CHECK(planned(sample_deployment(), {of_manifest}).refused.at(0).message.contains("chandler inject"));
  CHECK(planned_without({of_manifest}).actions.empty());

  json of_other = stored_cron_job();
  of_other["metadata"]["ownerReferences"][0].update({{"kind", "StatefulSet"}, {"uid", "w7"}});
  CHECK(planned(sample_deployment(), {of_other}).refused.at(0).message.contains("belongs to StatefulSet menu"));
  CHECK(planned_without({of_other}).actions.empty());

  json unlabelled = stored_cron_job();
  unlabelled["metadata"]["labels"].erase("app.kubernetes.io/managed-by");
  CHECK(planned(without_schedule(), {unlabelled}).actions.empty());
  CHECK(planned(sample_deployment(), {unlabelled}).actions.at(0).kind == Kind::update);
}

TEST_CASE("a name that is somebody else's is a matter of the schedule that wants it") {
  json both = sample_deployment();
  both["metadata"]["annotations"]["chandler.dev/probe-schedule"] = "@daily";
  json theirs = somebody_elses();
  theirs["metadata"]["name"] = "menu-probe";
  const Plan plan = planned(both, {stored_cron_job(), theirs});
  CHECK(plan.actions.empty());
  REQUIRE(plan.refused.size() == 1);
  CHECK(plan.refused[0].key == "chandler.dev/probe-schedule");
  CHECK(plan.refused[0].message.contains("menu-probe"));
  const Plan missing = planned(both, {stored_cron_job()});
  REQUIRE(missing.actions.size() == 1);
  CHECK(missing.actions[0].name == "menu-probe");
  CHECK(missing.actions[0].kind == Kind::create);
}

TEST_CASE("of a workload that was made anew, the old one's goes first") {
  json old = stored_cron_job();
  old["metadata"]["ownerReferences"][0]["uid"] = "w0";
  const Plan first = planned(sample_deployment(), {old});
  REQUIRE(first.actions.size() == 1);
  CHECK(first.actions[0].kind == Kind::remove);
  CHECK(first.refused.empty());
}

TEST_CASE("what is on its way out is waited for") {
  json leaving = stored_cron_job();
  leaving["metadata"]["deletionTimestamp"] = "2026-11-21T17:00:00Z";
  CHECK(planned(sample_deployment(), {leaving}).actions.empty());
  CHECK(planned_without({leaving}).actions.empty());
  json deployment = without_schedule();
  deployment["metadata"]["deletionTimestamp"] = "2026-11-21T17:00:00Z";
  CHECK(planned(deployment, {stored_cron_job()}).actions.empty());
}

}  // namespace chandler::controller::reconcile
