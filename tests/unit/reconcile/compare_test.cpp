#include "controller/reconcile/compare.hpp"

#include <catch2/catch_test_macros.hpp>

#include "controller/reconcile/fields.hpp"
#include "tests/unit/reconcile/sample.hpp"

namespace chandler::controller::reconcile {
namespace {

using nlohmann::json;

Comparison compared(const json& wanted, const json& stored) {
  return compare(wanted, *there(stored));
}

// Takes a field away from us, as somebody's edit does.
void disown(json& stored, const json::json_pointer& field) {
  json& fields = stored["metadata"]["managedFields"][0]["fieldsV1"];
  fields[field.parent_pointer()].erase(field.back());
}

}  // namespace

TEST_CASE("what was applied is equal, whatever the API server filled in and however it spells an amount") {
  const Comparison found = compared(wanted_cron_job(), stored_cron_job());
  INFO(found.path << " " << found.seen << " " << found.wanted);
  CHECK(found.equal());
}

TEST_CASE("what others add is theirs") {
  json stored = stored_cron_job();
  stored["spec"]["suspend"] = true;
  stored["metadata"]["labels"]["team"] = "kitchen";
  json& pod = stored["spec"]["jobTemplate"]["spec"]["template"]["spec"];
  pod["containers"].push_back({{"name", "mesh"}});
  pod["containers"][0]["env"].push_back({{"name", "OTHER"}, {"value", "1"}});
  CHECK(compared(wanted_cron_job(), stored).equal());
}

TEST_CASE("a new schedule is outdated, a schedule that somebody wrote is edited") {
  json wanted = wanted_cron_job();
  wanted["spec"]["schedule"] = "5 * * * *";
  Comparison found = compared(wanted, stored_cron_job());
  CHECK(found.difference == Difference::outdated);
  CHECK(found.path == "spec.schedule");
  CHECK(found.seen == "0 * * * *");
  CHECK(found.wanted == "5 * * * *");

  json stored = stored_cron_job();
  stored["spec"]["schedule"] = "9 * * * *";
  disown(stored, "/f:spec/f:schedule"_json_pointer);
  found = compared(wanted_cron_job(), stored);
  CHECK(found.difference == Difference::edited);
  CHECK(found.path == "spec.schedule");
}

TEST_CASE("deep edits are found by name") {
  json stored = stored_cron_job();
  json& container = stored["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
  container["image"] = "other:2";
  disown(
      stored,
      R"(/f:spec/f:jobTemplate/f:spec/f:template/f:spec/f:containers/k:{"name":"chandler-refresh"}/f:image)"_json_pointer);
  const Comparison found = compared(wanted_cron_job(), stored);
  CHECK(found.difference == Difference::edited);
  CHECK(found.path == "spec.jobTemplate.spec.template.spec.containers[chandler-refresh].image");
}

TEST_CASE("a list that is owned as a whole is compared as a whole") {
  json stored = stored_cron_job();
  json& args = stored["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["args"];
  args.push_back("--more");
  Comparison found = compared(wanted_cron_job(), stored);
  CHECK(found.difference == Difference::outdated);
  args.erase(args.size() - 1);
  args[0] = "other";
  found = compared(wanted_cron_job(), stored);
  CHECK(found.difference == Difference::outdated);
  CHECK(found.path.ends_with(".args[0]"));
}

TEST_CASE("a field that is gone is put back, one that is asked for no more is taken away") {
  json stored = stored_cron_job();
  stored["spec"].erase("startingDeadlineSeconds");
  disown(stored, "/f:spec/f:startingDeadlineSeconds"_json_pointer);
  CHECK(compared(wanted_cron_job(), stored).path == "spec.startingDeadlineSeconds");

  json with_zone = wanted_cron_job();
  with_zone["spec"]["timeZone"] = "Europe/Berlin";
  const Comparison found = compared(wanted_cron_job(), stored_cron_job(with_zone));
  CHECK(found.difference == Difference::left_over);
  CHECK(found.path == "spec.timeZone");

  json with_variable = wanted_cron_job();
  with_variable["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["env"].push_back(
      {{"name", "OLD"}, {"value", "1"}});
  CHECK(compared(wanted_cron_job(), stored_cron_job(with_variable)).difference == Difference::left_over);
}

TEST_CASE("what nobody applied under our name is applied") {
  json stored = stored_cron_job();
  stored["metadata"]["managedFields"] = json::array();
  CHECK(compared(wanted_cron_job(), stored).difference == Difference::never_applied);
}

TEST_CASE("fields are found where they are owned") {
  const json fields = json::parse(R"({"f:a":{"f:b":{}},"f:list":{"k:{\"name\":\"x\"}":{".":{},"f:v":{}}},
    "f:set":{"v:\"one\"":{}}})");
  CHECK(owned_member(&fields, "a") != nullptr);
  CHECK(owned_member(&fields, "c") == nullptr);
  CHECK(owned_member(nullptr, "a") == nullptr);
  CHECK(owned_element(owned_member(&fields, "list"), {{"name", "x"}, {"v", 1}}) != nullptr);
  CHECK(owned_element(owned_member(&fields, "list"), {{"name", "y"}}) == nullptr);
  // Owned as a whole.
  CHECK(owned_member(owned_member(owned_member(&fields, "a"), "b"), "deeper") != nullptr);

  const json whole = json::parse(R"({"a":{"b":1},"list":[{"name":"x","v":2}],"set":["one"]})");
  CHECK(owned_beyond(fields, whole).empty());
  CHECK(owned_beyond(fields, json::parse(R"({"a":{},"list":[{"name":"x","v":2}],"set":["one"]})")) == "a.b");
  CHECK(owned_beyond(fields, json::parse(R"({"a":{"b":1},"list":[{"name":"y","v":2}],"set":["one"]})")) ==
        R"(list[{"name":"x"}])");
  CHECK(owned_beyond(fields, json::parse(R"({"a":{"b":1},"list":[{"name":"x","v":2}],"set":[]})")) == R"(set["one"])");
}

}  // namespace chandler::controller::reconcile
