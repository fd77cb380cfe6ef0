#include <charconv>
#include <format>
#include <fstream>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <malloc.h>
#include <nlohmann/json.hpp>

#include "core/read_report.hpp"
#include "platform/http/server.hpp"
#include "platform/kubernetes/objects/cron_job.hpp"
#include "platform/kubernetes/objects/job.hpp"
#include "platform/kubernetes/objects/pod.hpp"
#include "platform/kubernetes/objects/provision.hpp"
#include "platform/kubernetes/objects/workload.hpp"
#include "platform/kubernetes/reflector.hpp"
#include "platform/kubernetes/watched.hpp"
#include "tests/support/eventually.hpp"

// In a program of its own: what it measures is the whole process, the stub that makes the lists included.
namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

constexpr std::size_t pods = 10'000;
constexpr std::size_t workloads = 1'000;
constexpr std::size_t jobs = 6'000;      // the history of each CronJob
constexpr std::size_t job_pods = 3'000;  // those that failed stay

// Stands in an item's text for its number: made of JSON once, not ten thousand times.
constexpr char number = '@';

json metadata(std::string_view kind) {
  json fields;
  for (int i = 0; i < 60; ++i) fields[std::format("f:some-field-of-the-object-{}", i)] = json::object();
  return {{"name", std::format("application-{}-5d9c7b8f6c-x7k2p-{}", kind, number)},
          {"namespace", "team"},
          {"uid", std::format("6f0c7e91-b2d4-a853-0000-{}", number)},
          {"resourceVersion", std::format("{}", number)},
          {"labels", {{"chandler.dev/inject", "true"}, {"app.kubernetes.io/managed-by", "chandler"}}},
          {"annotations", {{"chandler.dev/load", "configmap:data"}, {"note", std::string(300, 'n')}}},
          {"managedFields", {{{"manager", "chandler"}, {"operation", "Apply"}, {"fieldsV1", std::move(fields)}}}}};
}

json pod_spec(std::string_view prefix) {
  json containers = json::array();
  for (const char* name : {"migrate", "load", "executor"}) {
    json env = json::array();
    for (int i = 0; i < 15; ++i) env.push_back({{"name", std::format("VARIABLE_{}", i)}, {"value", "some value"}});
    containers.push_back(
        {{"name", std::format("{}-{}", prefix, name)}, {"image", "registry/app:1"}, {"env", std::move(env)}});
  }
  return {{"containers", std::move(containers)}, {"nodeName", "node-17"}};
}

// As load writes it of three tables: 600 bytes.
std::string report() {
  json sets = json::array();
  for (const char* table : {"food_item", "drink", "opening_hour"}) {
    sets.push_back({{"table", std::format("menu.{}", table)},
                    {"source", std::format("{}.csv", table)},
                    {"action", "loaded"},
                    {"rows_read", 1200},
                    {"inserted", 1200},
                    {"updated", 0},
                    {"deleted", 0},
                    {"unchanged", 0},
                    {"duration_ms", 35}});
  }
  return json{{"tool", "load"},    {"outcome", "done"}, {"started", "2026-11-21T10:00:00.125Z"}, {"duration_ms", 120},
              {"rows_read", 3600}, {"inserted", 3600},  {"data_sets", std::move(sets)}}
      .dump();
}

// As the leader writes it of ten pods.
json provision_status() {
  json steps = json::array();
  for (const char* name : {"migrate", "load", "executor"}) {
    steps.push_back({{"name", std::format("chandler-{}", name)},
                     {"state", "terminated"},
                     {"startedAt", "2026-11-21T10:00:00Z"},
                     {"finishedAt", "2026-11-21T10:00:01Z"},
                     {"exitCode", 0},
                     {"reason", "Completed"},
                     {"message", std::string(60, 'm')}});
  }
  json status{{"state", "Ready"}, {"message", ""}, {"pods", json::array()}};
  for (int i = 0; i < 10; ++i)
    status["pods"].push_back(
        {{"name", std::string(40, 'p')}, {"phase", "Running"}, {"injected", true}, {"steps", steps}});
  for (int i = 0; i < 20; ++i)
    status["refresh"]["runs"].push_back(
        {{"job", std::string(40, 'j')}, {"state", "complete"}, {"startedAt", "2026-11-21T10:00:00Z"}, {"rows", 7}});
  for (std::size_t i = 0; i < 3; ++i) status["refresh"]["runs"][i]["report"] = std::string(900, 'r');
  return status;
}

json item(std::string_view plural) {
  json object{{"metadata", metadata(plural)}};
  if (plural == "provisions") {
    object["spec"] = {{"workload", {{"kind", "Deployment"}, {"name", "application"}}}};
    object["status"] = provision_status();
    return object;
  }
  if (plural == "jobs") {
    object["spec"] = {{"template", {{"spec", pod_spec("chandler")}}}};
    object["metadata"]["ownerReferences"] = {{{"kind", "CronJob"}, {"name", "application-refresh"}, {"uid", "u"}}};
    return object;
  }
  if (plural != "pods") {
    object["spec"] = {{"schedule", "0 * * * *"}, {"template", {{"spec", pod_spec("app")}}}};
    return object;
  }
  object["spec"] = pod_spec("chandler");
  object["status"] = {{"phase", "Running"}, {"containerStatuses", json::array()}};
  for (const char* name : {"migrate", "load", "executor"}) {
    object["status"]["containerStatuses"].push_back(
        {{"name", std::format("chandler-{}", name)},
         {"restartCount", 1},
         {"state", {{"terminated", {{"exitCode", 0}, {"message", report()}, {"reason", "Completed"}}}}}});
  }
  return object;
}

void append_item(std::string& body, const std::string& text, std::size_t index) {
  const std::string digits = std::to_string(index);
  for (const char c : text) {
    if (c == number) {
      body += digits;
    } else {
      body += c;
    }
  }
}

std::size_t parameter(const std::string& query, std::string_view name, std::size_t otherwise) {
  const std::size_t at = query.find(std::format("{}=", name));
  if (at == std::string::npos) return otherwise;
  std::from_chars(query.data() + at + name.size() + 1, query.data() + query.size(), otherwise);
  return otherwise;
}

http::Response page(const http::Request& request) {
  const std::string plural = request.path.substr(request.path.rfind('/') + 1);
  std::size_t total = workloads;
  if (plural == "jobs") total = jobs;
  if (plural == "pods") total = request.query.contains("managed-by") ? job_pods : pods;
  const std::size_t from = parameter(request.query, "continue", 0);
  const std::size_t to = std::min(total, from + parameter(request.query, "limit", total));
  std::string body = std::format(R"({{"kind":"List","metadata":{{"resourceVersion":"9","continue":"{}"}},"items":[)",
                                 to < total ? std::to_string(to) : "");
  const std::string text = item(plural).dump();
  for (std::size_t i = from; i < to; ++i) {
    if (i != from) body += ',';
    append_item(body, text, i);
  }
  return {.content_type = "application/json", .body = body + "]}"};
}

std::size_t peak_mebibytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) / 1024;
  }
  return 0;
}

}  // namespace

TEST_CASE("10,000 pods, 1,000 workloads and their CronJobs fit in 100 MiB, with Jobs and Provisions in 120") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  SKIP("a sanitizer takes more memory than what it watches");
#endif
  mallopt(M_ARENA_MAX, 2);  // as `chandler serve` does
  const auto server = http::Server::start({.address = "127.0.0.1"}, [](const http::Request& request) {
                        if (request.query.contains("watch=1")) return http::Response{.status = 429};
                        return page(request);
                      }).value();
  const Cluster cluster{.host = "127.0.0.1", .port = server->port(), .tls = false};
  const auto ignore = [](const auto&, const auto&) {};
  Watched<objects::Pod> all_pods(
      [](const json& object) {
        // As controller::Caches does.
        auto pod = objects::read_pod(object, {.label = "chandler.dev/inject", .prefix = "chandler-"});
        for (objects::Container& each : pod->containers) each.message = core::compact_report(each.message);
        return pod;
      },
      ignore);
  Watched<objects::Workload> all_workloads(
      [](const json& object) { return objects::read_workload(object, "Deployment"); }, ignore);
  Watched<objects::CronJob> all_cron_jobs([](const json& object) { return objects::read_cron_job(object, "chandler"); },
                                          ignore);
  Watched<objects::Pod> all_job_pods(
      [](const json& object) {
        return objects::read_pod(object, {.label = "chandler.dev/inject", .prefix = "chandler-"});
      },
      ignore);
  Watched<objects::Job> all_jobs(&objects::read_job, ignore);
  Watched<objects::Provision> all_provisions(&objects::read_provision, ignore);
  // One after the other: the stub's pages are in this process, too.
  const auto start = [&](const char* plural, ManagedFields managed_fields, auto& store, const char* labels = "") {
    auto reflector =
        Reflector::start(
            cluster,
            {.collection = {.plural = plural}, .selection = {.labels = labels}, .managed_fields = managed_fields},
            store)
            .value();
    REQUIRE(tests::eventually([&] { return store.synced(); }, std::chrono::minutes(10)));
    return reflector;
  };
  const auto first = start("pods", ManagedFields::drop, all_pods);
  const auto second = start("deployments", ManagedFields::drop, all_workloads);
  const auto third = start("cronjobs", ManagedFields::keep, all_cron_jobs);
  const std::size_t without_jobs = peak_mebibytes();
  CHECK(without_jobs <= 100);
  const auto fourth = start("pods", ManagedFields::drop, all_job_pods, "managed-by=chandler");
  const auto fifth = start("jobs", ManagedFields::drop, all_jobs);
  const auto sixth = start("provisions", ManagedFields::drop, all_provisions);
  CHECK(all_job_pods.all().size() == job_pods);
  CHECK(all_jobs.all().size() == jobs);
  CHECK(all_provisions.all().front()->status.size() > 8'000);
  CHECK(all_pods.all().size() == pods);
  CHECK(all_pods.all().front()->containers.size() == 3);
  CHECK(all_workloads.all().size() == workloads);
  CHECK(!all_cron_jobs.all().front()->applied.empty());
  const std::size_t peak = peak_mebibytes();
  INFO(without_jobs << " and " << peak << " MiB, " << item("pods").dump().size() << " bytes a pod");
  CHECK(peak > 10);
  CHECK(peak <= 120);
}

}  // namespace chandler::platform::kubernetes
