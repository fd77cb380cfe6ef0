#include "tests/support/api/samples.hpp"

#include <array>
#include <format>

#include <nlohmann/json.hpp>

namespace chandler::tests {
namespace {

using nlohmann::json;
using std::chrono::sys_seconds;
using namespace std::chrono_literals;

std::string at(sys_seconds time) {
  return std::format("{:%FT%T}Z", time);
}

json step(const std::string& name, sys_seconds begin, std::chrono::seconds took, int exit_code = 0) {
  return {{"name", name},          {"state", "terminated"}, {"startedAt", at(begin)}, {"finishedAt", at(begin + took)},
          {"exitCode", exit_code}, {"restarts", 0}};
}

json pod(const std::string& name, sys_seconds begin) {
  return {{"name", name},
          {"phase", "Running"},
          {"node", "node-2"},
          {"startedAt", at(begin)},
          {"injected", true},
          {"steps",
           {step("chandler-install", begin + 1s, 1s),
            step("chandler-migrate", begin + 3s, 14s),
            step("chandler-load", begin + 18s, 41s),
            {{"name", "chandler-executor"}, {"state", "running"}, {"startedAt", at(begin + 60s)}, {"restarts", 0}}}}};
}

json runs(const std::string& cron_job, sys_seconds now, std::chrono::minutes every) {
  json all = json::array();
  for (int i = 0; i < 12; ++i) {
    const sys_seconds begin = now - 7min - every * i;
    const std::int64_t took = 18'000 + (i * 7'919) % 23'000;
    all.push_back({{"job", std::format("{}-{}", cron_job, begin.time_since_epoch() / 1min)},
                   {"state", "complete"},
                   {"outcome", "done"},
                   {"startedAt", at(begin)},
                   {"finishedAt", at(begin + std::chrono::seconds(took / 1000))},
                   {"durationMilliseconds", took},
                   {"rows", 48'211 + 13 * i}});
  }
  return all;
}

json schedule(const std::string& name, const std::string& cron, sys_seconds now, std::chrono::minutes every) {
  return {{"summary", "7m ago"},
          {"cronJob", "order-food-" + name},
          {"schedule", cron},
          {"timeZone", "Europe/Berlin"},
          {"suspended", false},
          {"active", 0},
          {"lastSchedule", at(now - 7min)},
          {"lastSuccess", at(now - 7min)},
          {"nextRun", at(now - 7min + every)},
          {"failuresInARow", 0},
          {"runs", runs("order-food-" + name, now, every)}};
}

}  // namespace

json provision(const std::string& namespace_name, const std::string& kind, const std::string& name,
               const json& status) {
  std::string object_name = kind + "-" + name;
  for (char& c : object_name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  json object{{"apiVersion", "chandler.dev/v1alpha1"},
              {"kind", "Provision"},
              {"metadata",
               {{"namespace", namespace_name},
                {"name", object_name},
                {"uid", "uid-" + namespace_name + "-" + object_name},
                {"resourceVersion", "1"},
                {"creationTimestamp", "2026-11-20T08:00:00Z"}}},
              {"spec", {{"workload", {{"kind", kind}, {"name", name}}}}}};
  if (!status.is_null()) object["status"] = status;
  return object;
}

json healthy_status(sys_seconds now) {
  json probe = schedule("probe", "15 3 * * *", now, 24h);
  probe["summary"] = "ok";
  std::int64_t never = 0;
  for (json& run : probe["runs"]) {
    run.erase("rows");
    run["verdict"] = "ok";
    run["found"] = 0;
    run["coverage"] = {{"sizeBytes", 12LL << 30},
                       {"checkedBytes", 2LL << 30},
                       {"neverCheckedBytes", never},
                       {"wholeInSeconds", 86'400}};
    never += 1LL << 29;
  }
  return {{"state", "Ready"},
          {"message", ""},
          {"injection",
           {{"summary", "2/2"},
            {"pods", 2},
            {"injected", 2},
            {"missed", 0},
            {"steps", {"chandler-install", "chandler-migrate", "chandler-load", "chandler-executor"}}}},
          {"pods", {pod("order-food-5d8f7c9b4-k2x8q", now - 26h), pod("order-food-5d8f7c9b4-zt9lm", now - 26h + 4s)}},
          {"schema",
           {{"version", "42"},
            {"layout", "flyway"},
            {"outcome", "done"},
            {"applied", 3},
            {"pending", 0},
            {"at", at(now - 26h)},
            {"pod", "order-food-5d8f7c9b4-k2x8q"}}},
          {"data",
           {{"summary", "fresh"},
            {"dataSets",
             {{{"name", "food_item"},
               {"outcome", "done"},
               {"rows", 48'211},
               {"loadedAt", at(now - 7min)},
               {"freshUntil", at(now + 53min)},
               {"by", "job/order-food-refresh-29420050"}},
              {{"name", "restaurant"},
               {"outcome", "done"},
               {"rows", 1'204},
               {"loadedAt", at(now - 7min)},
               {"freshUntil", at(now + 53min)},
               {"by", "job/order-food-refresh-29420050"}}}}}},
          {"refresh", schedule("refresh", "*/30 * * * *", now, 30min)},
          {"probe", std::move(probe)},
          {"queue",
           {{"summary", "3 ready"},
            {"ready", 3},
            {"running", 1},
            {"failed", 0},
            {"oldestSeconds", 4},
            {"at", at(now - 20s)}}}};
}

json failing_status(sys_seconds now) {
  json status = healthy_status(now);
  const std::string message =
      "V43__price_history.sql:7:13: relation \"price\" does not exist (SQLSTATE 42P01); the migration was rolled back";
  status["state"] = "Failing";
  status["message"] = "migration V43 failed: relation \"price\" does not exist";
  status["problems"] = {
      {{"reason", "MigrationFailed"},
       {"severity", "failing"},
       {"object", "pod/order-food-7b6c5d4f9-wq4rt"},
       {"message", message},
       {"since", at(now - 12min)}},
      {{"reason", "RefreshFailing"},
       {"severity", "failing"},
       {"object", "cronjob/order-food-refresh"},
       {"message", "4 runs in a row failed: the source has 12 % fewer rows than before, more than max-delete allows"},
       {"since", at(now - 2h)}},
      {{"reason", "DataStale"},
       {"severity", "warning"},
       {"object", "restaurant"},
       {"message", "restaurant was promised fresh until an hour ago"},
       {"since", at(now - 1h)}}};
  json held = pod("order-food-7b6c5d4f9-wq4rt", now - 12min);
  held["phase"] = "Pending";
  held["steps"][1] = step("chandler-migrate", now - 11min, 9s, 2);
  held["steps"][1]["restarts"] = 5;
  held["steps"][1]["reason"] = "Error";
  held["steps"][1]["message"] = message;
  held["steps"][2] = {{"name", "chandler-load"}, {"state", "waiting"}, {"reason", "PodInitializing"}};
  held["steps"].erase(3);
  status["pods"].insert(status["pods"].begin(), held);
  status["injection"]["summary"] = "3/3";
  status["injection"]["pods"] = 3;
  status["injection"]["injected"] = 3;
  status["schema"]["outcome"] = "problem";
  status["schema"]["pending"] = 1;
  status["data"]["summary"] = "stale 1h";
  status["data"]["dataSets"][1]["freshUntil"] = at(now - 1h);
  json& refresh = status["refresh"];
  refresh["summary"] = "failed 4x";
  refresh["failuresInARow"] = 4;
  for (std::size_t i = 0; i < 4; ++i) {
    refresh["runs"][i]["state"] = "failed";
    refresh["runs"][i]["outcome"] = "problem";
    refresh["runs"][i]["durationMilliseconds"] = 2'100;
    refresh["runs"][i]["message"] = "the source has 12 % fewer rows than before";
  }
  json& probe = status["probe"];
  probe["summary"] = "problem";
  probe["runs"][0]["state"] = "failed";
  probe["runs"][0]["outcome"] = "problem";
  probe["runs"][0]["verdict"] = "problem";
  probe["runs"][0]["found"] = 2;
  probe["runs"][0]["message"] = "index public.food_item_name_idx: problem: 1 problem, 1 warning; a page is wrong";
  probe["runs"][0]["report"] =
      R"({"tool":"probe","outcome":"problem","verdict":"problem","found":2,"error":{"code":"probe.found",)"
      R"("message":"problem: 1 problem, 1 warning; a page is wrong","where":"index public.food_item_name_idx",)"
      R"("hint":"REINDEX INDEX CONCURRENTLY public.food_item_name_idx"}})";
  probe["findings"] = {
      {{"id", "amcheck.index_corrupt"}, {"severity", "problem"}, {"object", "index public.food_item_name_idx"}},
      {{"id", "data_checksums.off"}, {"severity", "warning"}}};
  status["queue"] = {{"summary", "17 failed"}, {"ready", 240},           {"running", 8},
                     {"failed", 17},           {"oldestSeconds", 5'400}, {"at", at(now - 20s)}};
  return status;
}

json one_of_many(std::size_t number, sys_seconds now) {
  static constexpr std::array<const char*, 10> namespaces{"shop",    "billing", "catalog",  "delivery", "identity",
                                                          "kitchen", "loyalty", "payments", "search",   "warehouse"};
  static constexpr std::array<const char*, 8> words{"orders", "menu", "prices",  "stock",
                                                    "audit",  "mail", "reports", "geo"};
  json status{{"state", "Ready"},
              {"injection", {{"summary", "2/2"}, {"pods", 2}, {"injected", 2}}},
              {"schema", {{"version", std::to_string(7 + number % 60)}}},
              {"data", {{"summary", "fresh"}}},
              {"refresh",
               {{"summary", std::format("{}m ago", 1 + number % 58)}, {"cronJob", "r"}, {"nextRun", at(now + 10min)}}},
              {"queue", {{"summary", std::format("{} ready", number % 7)}}}};
  if (number % 97 == 3) {
    status["state"] = "Failing";
    status["message"] =
        "chandler-migrate ended with exit code 2: column \"total\" of relation \"invoice\" already exists";
  } else if (number % 41 == 5) {
    status["state"] = "Warning";
    status["message"] = "prices was promised fresh until 3 h ago";
    status["data"]["summary"] = "stale 3h";
  } else if (number % 113 == 7) {
    status["state"] = "Starting";
    status["injection"]["summary"] = "1/2";
  }
  if (number % 29 == 11) status["refresh"]["suspended"] = true;
  const char* kind = number % 12 == 4 ? "StatefulSet" : "Deployment";
  return provision(namespaces.at(number % namespaces.size()), kind,
                   std::format("{}-{:03}", words.at(number % words.size()), number), status);
}

}  // namespace chandler::tests
