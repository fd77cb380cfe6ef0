#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/cron_job.hpp"
#include "platform/kubernetes/objects/job.hpp"
#include "platform/kubernetes/objects/lease.hpp"
#include "platform/kubernetes/objects/operation.hpp"
#include "platform/kubernetes/objects/pod.hpp"
#include "platform/kubernetes/objects/provision.hpp"
#include "platform/kubernetes/objects/replicas.hpp"
#include "platform/kubernetes/objects/schedule.hpp"
#include "platform/kubernetes/objects/time.hpp"
#include "platform/kubernetes/objects/workload.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

json stored(const char* text) {
  json object = json::parse(text);
  object["metadata"].update({{"namespace", "apps"}, {"name", "menu"}, {"uid", "u1"}, {"resourceVersion", "7"}});
  return object;
}

}  // namespace

TEST_CASE("times are RFC 3339 in UTC, to the microsecond") {
  const auto whole = parse_time("2026-11-21T17:00:00Z");
  REQUIRE(whole);
  CHECK(to_microtime(*whole) == "2026-11-21T17:00:00.000000Z");
  CHECK(to_microtime(*parse_time("2026-11-21T17:00:00.25Z")) == "2026-11-21T17:00:00.250000Z");
  CHECK(*parse_time("2026-11-21T17:00:00.000001Z") - *whole == 1us);
  for (const char* text : {"", "2026-11-21", "2026-11-21T17:00:00", "2026-11-21T17:00:00Zx", "now"}) {
    INFO(text);
    CHECK(!parse_time(text));
  }
}

TEST_CASE("of the owners the controller counts") {
  const json object = stored(R"({"metadata":{"deletionTimestamp":"2026-11-21T17:00:00Z","ownerReferences":[
    {"kind":"Other","name":"o","uid":"u2"},{"kind":"Deployment","name":"d","uid":"u3","controller":true}]}})");
  const Metadata metadata = read_metadata(object).value();
  CHECK(metadata.controller == Controller{.kind = "Deployment", .name = "d", .uid = "u3"});
  CHECK(metadata.being_deleted);
  CHECK(display(metadata.key) == "apps/menu");
  CHECK(!read_metadata(stored("{}"))->controller);
  CHECK(!read_metadata(json::object()));
  CHECK(!read_metadata(json::parse(R"({"metadata":"text"})")));
}

TEST_CASE("a workload is what a person wrote: neither its status nor its scale") {
  json object = stored(R"({"metadata":{"labels":{"l":"1"},"annotations":{
      "chandler.dev/load":"configmap:data","deployment.kubernetes.io/revision":"3"}},
    "spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{"containers":[]}}},
    "status":{"readyReplicas":2}})");
  const Workload before = read_workload(object, "Deployment").value();
  CHECK(before.kind == "Deployment");
  CHECK(definition_of(before) == json::parse(R"({"kind":"Deployment","metadata":{"name":"menu","namespace":"apps",
    "labels":{"l":"1"},"annotations":{"chandler.dev/load":"configmap:data"}},
    "spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{"containers":[]}}}})"));
  object["status"]["readyReplicas"] = 1;
  object["spec"]["replicas"] = 5;
  object["metadata"]["resourceVersion"] = "8";
  CHECK(read_workload(object, "Deployment") == before);
  object["spec"]["selector"]["matchLabels"]["a"] = "c";
  CHECK(read_workload(object, "Deployment") != before);
}

TEST_CASE("of somebody else's CronJob only the name is kept") {
  const CronJob other =
      read_cron_job(stored(R"({"metadata":{"labels":{"app":"x"}},"spec":{"schedule":"* * * * *"}})"), "chandler")
          .value();
  CHECK(!other.managed);
  CHECK(other.definition.empty());

  const CronJob ours = read_cron_job(stored(R"({"metadata":{"labels":{"app.kubernetes.io/managed-by":"chandler"},
      "managedFields":[
        {"manager":"kubectl","operation":"Apply","fieldsV1":{"f:wrong":{}}},
        {"manager":"chandler","operation":"Update","fieldsV1":{"f:wrong":{}}},
        {"manager":"chandler","operation":"Apply","fieldsV1":{"f:spec":{"f:schedule":{}}}}]},
    "spec":{"schedule":"* * * * *"},"status":{"active":[]}})"),
                                     "chandler")
                           .value();
  CHECK(ours.managed);
  CHECK(json::parse(ours.applied) == json{{"f:spec", {{"f:schedule", json::object()}}}});
  CHECK(json::parse(ours.definition) == json::parse(R"({"metadata":{"labels":{
    "app.kubernetes.io/managed-by":"chandler"}},"spec":{"schedule":"* * * * *"}})"));
}

TEST_CASE("a lease is read as it was written") {
  const Lease lease{.key = {"ops", "chandler"},
                    .resource_version = "12",
                    .holder = "one",
                    .duration = 30s,
                    .transitions = 4,
                    .acquired = parse_time("2026-11-21T17:00:00Z"),
                    .renewed = parse_time("2026-11-21T17:00:10.5Z")};
  CHECK(read_lease(to_json(lease)) == lease);
  CHECK(to_json(lease).at("spec").at("renewTime") == "2026-11-21T17:00:10.500000Z");
  const Lease empty = read_lease(stored("{}")).value();
  CHECK(empty.holder.empty());
  CHECK(empty.duration == 0s);
  CHECK(!to_json({.key = {"a", "b"}}).at("metadata").contains("resourceVersion"));
}

TEST_CASE("a pod keeps the containers that were asked for, with their reports") {
  const Pod pod = read_pod(stored(R"({"metadata":{"labels":{"chandler.dev/inject":"true"}},
    "spec":{"nodeName":"n1","initContainers":[{"name":"chandler-migrate"},{"name":"chandler-load"}],
      "containers":[{"name":"app"}]},
    "status":{"phase":"Pending","initContainerStatuses":[
      {"name":"chandler-load","restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}},
       "lastState":{"terminated":{"exitCode":2,"message":"{\"outcome\":\"problem\"}","finishedAt":"2026-11-21T17:00:09Z"}}},
      {"name":"chandler-migrate","restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed",
       "startedAt":"2026-11-21T17:00:00Z","finishedAt":"2026-11-21T17:00:01Z","message":"{}"}}}]}})"),
                           {.label = "chandler.dev/inject", .prefix = "chandler-"})
                      .value();
  CHECK(pod.labelled);
  CHECK(pod.phase == "Pending");
  CHECK(pod.node == "n1");
  REQUIRE(pod.containers.size() == 2);
  const Container& migrate = pod.containers[0];
  CHECK(migrate.init);
  CHECK(migrate.state == Container::State::terminated);
  CHECK(migrate.exit_code == 0);
  CHECK(*migrate.finished - *migrate.started == 1s);
  const Container& load = pod.containers[1];
  CHECK(load.state == Container::State::waiting);
  CHECK(load.reason == "CrashLoopBackOff");
  CHECK(load.message == R"({"outcome":"problem"})");
  CHECK(load.exit_code == 2);
  CHECK(load.restarts == 2);
}

TEST_CASE("a pod says when it was made, whether it is ready, and by which template") {
  const Pod pod = read_pod(stored(R"({"metadata":{"creationTimestamp":"2026-11-21T17:00:00Z",
      "labels":{"pod-template-hash":"5d8f"}},"spec":{},"status":{"phase":"Running",
      "startTime":"2026-11-21T17:00:01Z","conditions":[{"type":"Initialized","status":"True"},
      {"type":"Ready","status":"True"}]}})"),
                           {.label = "chandler.dev/inject", .prefix = "chandler-"})
                      .value();
  CHECK(pod.metadata.created == parse_time("2026-11-21T17:00:00Z"));
  CHECK(pod.started == parse_time("2026-11-21T17:00:01Z"));
  CHECK(pod.template_hash == "5d8f");
  CHECK(pod.ready);
  CHECK(!pod.missed);
  CHECK(!has_ended(pod));
  const Pod bare = read_pod(stored(R"({"metadata":{},"status":{"phase":"Failed","conditions":[{"type":"Ready",
      "status":"False"}]}})"),
                            {.label = "chandler.dev/inject", .prefix = "chandler-"})
                       .value();
  CHECK(!bare.ready);
  CHECK(has_ended(bare));
}

TEST_CASE("a job knows whose run it is, and whether somebody asked for it") {
  const Job job = read_job(stored(R"({"metadata":{"labels":{"app.kubernetes.io/component":"refresh",
      "chandler.dev/operation":"op1"},"annotations":{"cronjob.kubernetes.io/instantiate":"manual"},
      "ownerReferences":[{"kind":"CronJob","name":"menu-refresh","uid":"c"}]}})"))
                      .value();
  CHECK(job.cron_job == "menu-refresh");
  CHECK(job.component == "refresh");
  CHECK(job.operation == "op1");
  CHECK(job.manual);
  const Job scheduled = read_job(stored(R"({"metadata":{}})")).value();
  CHECK(!scheduled.manual);
  CHECK(scheduled.cron_job.empty());
}

TEST_CASE("a provision keeps its status as text") {
  const Provision provision =
      read_provision(stored(R"({"metadata":{},"spec":{"workload":{"kind":"Deployment","name":"menu"}},
                                "status":{"state":"Ready"}})"))
          .value();
  CHECK(provision.kind == "Deployment");
  CHECK(provision.name == "menu");
  CHECK(provision.status == R"({"state":"Ready"})");
  CHECK(read_provision(stored(R"({"metadata":{},"spec":7})"))->status.empty());
  CHECK(!read_provision(json(7)));
}

TEST_CASE("a job is over when its condition says so") {
  const auto state = [](const char* status) {
    return read_job(stored((std::string(R"({"metadata":{},"status":)") + status + "}").c_str())).value();
  };
  CHECK(state(R"({"active":1})").state == Job::State::running);
  CHECK(state(R"({"conditions":[{"type":"SuccessCriteriaMet","status":"True"}]})").state == Job::State::running);
  CHECK(state(R"({"conditions":[{"type":"Suspended","status":"False"}]})").state == Job::State::running);
  CHECK(state(R"({"succeeded":1,"completionTime":"2026-11-21T17:00:00Z",
    "conditions":[{"type":"Complete","status":"True"}]})")
            .state == Job::State::complete);
  const Job failed = state(R"({"failed":1,"conditions":[{"type":"Failed","status":"True","reason":"PodFailurePolicy",
    "message":"exit 2","lastTransitionTime":"2026-11-21T17:00:00Z"}]})");
  CHECK(failed.state == Job::State::failed);
  CHECK(failed.reason == "PodFailurePolicy");
  CHECK(failed.finished == parse_time("2026-11-21T17:00:00Z"));
}

TEST_CASE("an operation is read, and its status written as it was seen") {
  const json object = stored(R"({"metadata":{"creationTimestamp":"2026-11-21T17:00:00Z"},
    "spec":{"workload":{"kind":"StatefulSet","name":"db"},"action":"migrate-status","target":"probe",
      "requestedBy":"jane","ttlSecondsAfterFinished":60},
    "status":{"phase":"Running","attempts":2,"message":"m","reason":"r","worker":"w","job":"op-1",
      "claimedAt":"2026-11-21T17:00:01.000002Z","renewedAt":"2026-11-21T17:00:02Z","startedAt":"2026-11-21T17:00:01Z"}})");
  const Operation read = read_operation(object).value();
  CHECK(read.metadata.created == parse_time("2026-11-21T17:00:00Z"));
  CHECK(read.spec == Operation::Spec{.kind = "StatefulSet",
                                     .workload = "db",
                                     .action = Operation::Action::migrate_status,
                                     .target = "probe",
                                     .requested_by = "jane",
                                     .ttl = 60s});
  CHECK(read.status.phase == Operation::Phase::running);
  CHECK(read.status.attempts == 2);
  CHECK(!read.status.ended());
  const json written = status_of(read);
  CHECK(written.at("metadata").at("uid") == "u1");
  CHECK(written.at("metadata").at("resourceVersion") == "7");
  json again = object;
  again["status"] = written.at("status");
  CHECK(read_operation(again)->status == read.status);
  CHECK(!written.at("status").contains("finishedAt"));
}

TEST_CASE("an operation that nobody has looked at is pending, and one of another version is known as such") {
  const Operation bare = read_operation(stored(R"({"spec":{"action":"dance"}})")).value();
  CHECK(bare.spec.action == Operation::Action::unknown);
  CHECK(bare.spec.ttl == 604'800s);
  CHECK(bare.status == Operation::Status{});
  CHECK(name_of(Operation::Action::retry_tasks) == "retry-tasks");
  CHECK(name_of(Operation::Phase::succeeded) == "Succeeded");
}

TEST_CASE("a pod is a replica of whom its controller leads to") {
  const json object = stored(R"({"metadata":{"labels":{"pod-template-hash":"5d8f"},
    "ownerReferences":[{"kind":"ReplicaSet","name":"menu-5d8f","uid":"r1","controller":true}]},
    "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})");
  const PodFields fields{.label = "inject", .prefix = "chandler-"};
  const Pod replica = read_pod(object, fields).value();
  const auto workload = [](const char* name) {
    return Metadata{.key = {"apps", name}, .uid = "w1", .resource_version = "1", .controller = {}};
  };
  CHECK(is_replica_of(replica, "Deployment", workload("menu")));
  CHECK(!is_replica_of(replica, "Deployment", workload("menu-5d8f")));
  CHECK(!is_replica_of(replica, "StatefulSet", workload("menu")));
  const Pod of_set = read_pod(stored(R"({"metadata":{"ownerReferences":[
    {"kind":"StatefulSet","name":"menu","uid":"w1","controller":true}]}})"),
                              fields)
                         .value();
  CHECK(is_replica_of(of_set, "StatefulSet", workload("menu")));
}

TEST_CASE("a workload's selector is that of a list") {
  const auto setting = [](const char* text, const char* kind = "Deployment") {
    return read_replicas(json::parse(text), kind);
  };
  const Replicas all = setting(R"({"spec":{"replicas":3,"selector":{"matchLabels":{"app":"menu","tier":"web"},
    "matchExpressions":[{"key":"a","operator":"In","values":["x","y"]},{"key":"b","operator":"NotIn","values":["z"]},
      {"key":"c","operator":"Exists"},{"key":"d","operator":"DoesNotExist"}]}}})");
  CHECK(all.wanted == 3);
  CHECK(all.selector == "app=menu,tier=web,a in (x,y),b notin (z),c,!d");
  CHECK(setting(R"({"spec":{}})").wanted == 1);
  CHECK(setting(R"({"spec":{},"status":{"desiredNumberScheduled":5}})", "DaemonSet").wanted == 5);
}

TEST_CASE("a schedule is a CronJob's switch, kind and template") {
  const Schedule schedule = read_schedule(stored(R"({"metadata":{"labels":{"app.kubernetes.io/component":"refresh"}},
        "spec":{"suspend":true,"jobTemplate":{"spec":{"backoffLimit":2}}}})"))
                                .value();
  CHECK(schedule.component == "refresh");
  CHECK(schedule.suspended);
  CHECK(json::parse(schedule.job_template) == json{{"spec", {{"backoffLimit", 2}}}});
  CHECK(!read_schedule(stored(R"({"spec":{}})")));
}

}  // namespace chandler::platform::kubernetes::objects
