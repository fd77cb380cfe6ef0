#include "controller/operations/job.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "controller/operations/report.hpp"
#include "tests/unit/operations/sample.hpp"

namespace chandler::controller::operations {
namespace {

using nlohmann::json;
using platform::kubernetes::objects::Container;
using platform::kubernetes::objects::Job;
using platform::kubernetes::objects::Pod;
using State = Job::State;

Job job(State state) {
  return {.metadata = {.key = {"apps", "op-o1"}, .uid = "j1", .resource_version = "1", .controller = {}},
          .state = state};
}

Container ended(std::string message, std::int64_t exit_code) {
  return {.name = "chandler-refresh",
          .state = Container::State::terminated,
          .message = std::move(message),
          .exit_code = exit_code};
}

Pod pod(Container container) {
  return {.containers = {std::move(container)}};
}

}  // namespace

TEST_CASE("a Job is named after its operation's uid, and labelled with its name where that fits") {
  Operation operation = sample_operation();
  const json job_template{{"metadata", {{"labels", {{"app.kubernetes.io/component", "refresh"}}}}},
                          {"spec", {{"backoffLimit", 2}}}};
  const json made = job_of(operation, job_template);
  CHECK(made.at("metadata").at("name") == "op-o1");
  CHECK(made.at("metadata").at("labels").at("chandler.dev/operation") == "now");
  CHECK(made.at("metadata").at("labels").at("app.kubernetes.io/component") == "refresh");
  CHECK(made.at("metadata").at("ownerReferences").size() == 1);
  CHECK(made.at("spec").at("backoffLimit") == 2);
  CHECK(made.at("spec").at("ttlSecondsAfterFinished") == 604'800);

  operation.metadata.key.name = std::string(100, 'n');
  operation.spec.ttl = {};
  const platform::kubernetes::objects::Metadata cron_job{
      .key = {"apps", "menu-refresh"}, .uid = "c1", .resource_version = "1", .controller = {}};
  const json longer = job_of(operation, job_template, &cron_job);
  CHECK(longer.at("metadata").at("labels").at("chandler.dev/operation") == "o1");
  CHECK(longer.at("metadata").at("ownerReferences").at(1).at("uid") == "c1");
  CHECK(!longer.at("metadata").at("ownerReferences").at(1).contains("controller"));
  CHECK(longer.at("spec").at("ttlSecondsAfterFinished") == 3600);  // its end has to be seen first
}

TEST_CASE("a Job that is complete tells what its last run reports") {
  const Pod failed_first = pod(ended(R"({"tool":"x","outcome":"could_not","error":{"message":"away"}})", 1));
  const Pod then_well = pod(ended(R"({"tool":"x","outcome":"done","rows_read":4,"updated":2,"duration_ms":7})", 0));
  const auto progress = progress_of(job(State::complete), {failed_first, then_well});
  REQUIRE(progress);
  CHECK(progress->done);
  CHECK(progress->message == "4 rows read, 2 updated, 7 ms");
  CHECK(progress_of(job(State::complete), {})->message == "the Job op-o1 is complete");
}

TEST_CASE("a Job that failed says why: by its report, else by its exit code, else in the Job's own words") {
  const auto said = [](std::vector<Pod> pods) {
    Job failed = job(State::failed);
    failed.reason = "BackoffLimitExceeded";
    failed.message = "Job has reached the specified backoff limit";
    const auto progress = progress_of(failed, pods);
    REQUIRE(!progress);
    CHECK(progress.error().code == "JobFailed");
    return progress.error().message;
  };
  CHECK(said({pod(ended(R"({"tool":"x","outcome":"problem","error":{"message":"bad","where":"a.csv:3"}})", 2))}) ==
        "a.csv:3: bad");
  Container killed = ended("", 137);
  killed.reason = "OOMKilled";
  CHECK(said({pod(killed)}) == "chandler-refresh ended with exit code 137 (OOMKilled)");
  CHECK(said({}) == "BackoffLimitExceeded: Job has reached the specified backoff limit");
}

TEST_CASE("a Job whose pod does not start says what the kubelet waits for") {
  const Container stuck{.name = "chandler-refresh",
                        .state = Container::State::waiting,
                        .reason = "CreateContainerConfigError",
                        .message = "secret \"db\" not found"};
  const auto progress = progress_of(job(State::running), {pod(stuck)});
  REQUIRE(progress);
  CHECK(!progress->done);
  CHECK(progress->waits_for == Reason::pod_waits);
  CHECK(progress->message.contains("secret \"db\" not found"));
  Container creating = stuck;
  creating.reason = "ContainerCreating";
  CHECK(progress_of(job(State::running), {pod(creating)})->waits_for == Reason::none);
}

TEST_CASE("a report of a migration's state is a sentence") {
  CHECK(summary_of(ended(R"({"tool":"x","outcome":"done","layout":"flyway","version":"12","applied":12,"pending":0})",
                         0)) == "schema version 12, 12 migrations applied, 0 pending");
}

}  // namespace chandler::controller::operations
