#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "cli/manifest/node.hpp"
#include "cli/manifest/writer.hpp"
#include "core/cronjob/cron_job.hpp"
#include "core/cronjob/name.hpp"
#include "core/cronjob/template.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/document.hpp"
#include "core/injection/offline.hpp"
#include "tests/golden/cases/golden_case.hpp"
#include "tests/golden/restricted.hpp"

// The CronJobs of chandler.dev/refresh-schedule and probe-schedule, from a workload as a person wrote it.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
using core::annotations::Finding;
using core::injection::elements;
using core::injection::find;
using core::injection::name_of;
using nlohmann::json;
using nlohmann::ordered_json;

struct Built {
  std::vector<json> cron_jobs;  // in the tasks' order
  std::vector<Finding> findings;
};

Built build(const GoldenCase& golden, const json& workload) {
  auto read = core::injection::inject(workload, golden.kind, golden.namespace_name, golden.settings);
  Built built{.cron_jobs = {}, .findings = std::move(read.findings)};
  for (const core::cronjob::Task* task : core::cronjob::tasks()) {
    json cron_job =
        core::cronjob::cron_job_for(*task, workload, golden.kind, read.spec, golden.settings, built.findings);
    if (!cron_job.is_null()) built.cron_jobs.push_back(std::move(cron_job));
  }
  return built;
}

std::string findings_text(const std::vector<Finding>& findings) {
  auto list = ordered_json::array();
  for (const Finding& finding : findings)
    list.push_back({{"severity", name_of(finding.severity)},
                    {"problem", id_of(finding.problem)},
                    {"key", finding.key},
                    {"message", finding.message}});
  return list.dump(2) + "\n";
}

std::map<std::string, std::string> expectations(const GoldenCase& golden) {
  const Built built = build(golden, golden.object);
  std::map<std::string, std::string> files{{"findings.json", findings_text(built.findings)}};
  for (const json& cron_job : built.cron_jobs) {
    std::string& text = files["cronjob.yaml"];
    text += text.empty() ? "" : "---\n";
    text += to_yaml(cli::manifest::from_json(cron_job));
  }
  return files;
}

const json& pod_of(const json& cron_job) {
  return cron_job.at("spec").at("jobTemplate").at("spec").at("template").at("spec");
}

void check_pod(const json& pod) {
  for (const char* list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(pod, {list}))) {
      INFO(container->dump(2));
      CHECK(restricted_violations(*container).empty());
      std::set<std::string> places;
      for (const json* mount : elements(find(*container, {"volumeMounts"}))) {
        CHECK(core::injection::find_named(find(pod, {"volumes"}), name_of(*mount)) != nullptr);
        CHECK(
            places.insert(mount->at("mountPath").get<std::string>()).second);  // the API server refuses a repeated one
      }
    }
  }
  for (const json* volume : elements(find(pod, {"volumes"}))) CHECK(restricted_allows_volume(*volume));
}

}  // namespace

#define FOR_EACH_CRON_JOB(golden) \
  for (const GoldenCase& golden : cron_job_cases()) DYNAMIC_SECTION(golden.name)

TEST_CASE("each workload gets its golden CronJob") {
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  const bool updating = update != nullptr && std::string_view(update) == "1";
  REQUIRE(cron_job_cases().size() >= 15);
  FOR_EACH_CRON_JOB(golden) {
    const auto expected = expectations(golden);
    std::set<std::string> names{"input.yaml"};
    if (fs::exists(golden.folder / "settings.yaml")) names.insert("settings.yaml");
    if (updating) {
      for (const char* name : {"findings.json", "cronjob.yaml"}) fs::remove(golden.folder / name);
    }
    for (const auto& [name, text] : expected) {
      names.insert(name);
      if (updating) std::ofstream(golden.folder / name, std::ios::binary) << text;
      INFO(name);
      REQUIRE(fs::exists(golden.folder / name));
      CHECK(text == read_text(golden.folder / name));
    }
    std::set<std::string> present;
    for (const auto& entry : fs::directory_iterator(golden.folder)) present.insert(entry.path().filename().string());
    CHECK(present == names);
  }
}

TEST_CASE("there is a CronJob, or a finding that says why not") {
  FOR_EACH_CRON_JOB(golden) {
    const Built built = build(golden, golden.object);
    CHECK((!built.cron_jobs.empty() || !built.findings.empty()));
    for (const core::cronjob::Task* task : core::cronjob::tasks()) {
      const auto name = core::cronjob::cron_job_name(name_of(golden.object.at("metadata")), task->name);
      const bool refused = std::ranges::any_of(built.findings, [&](const Finding& finding) {
        return finding.severity == core::annotations::Severity::refuse &&
               finding.key == core::cronjob::schedule_key(*task);
      });
      const bool made =
          std::ranges::any_of(built.cron_jobs, [&](const json& each) { return name_of(each.at("metadata")) == name; });
      CHECK_FALSE((refused && made));
    }
  }
}

TEST_CASE("what inject puts into the workload does not change its CronJob") {
  FOR_EACH_CRON_JOB(golden) {
    const auto patch =
        core::injection::inject(golden.object, golden.kind, golden.namespace_name, golden.settings).patch;
    const json injected = patch.empty() ? golden.object : golden.object.patch(json::parse(patch));
    CHECK(build(golden, injected).cron_jobs == build(golden, golden.object).cron_jobs);
  }
}

TEST_CASE("a CronJob is ours, injects nothing and leaves suspend to people") {
  FOR_EACH_CRON_JOB(golden) {
    for (const json& cron_job : build(golden, golden.object).cron_jobs) {
      CHECK(core::cronjob::is_ours(cron_job));
      CHECK(!cron_job.dump().contains("chandler.dev/inject"));
      CHECK(!cron_job.at("spec").contains("suspend"));
      CHECK(cron_job.at("metadata").at("name").get<std::string>().size() <= core::cronjob::longest_name);
      const json& job = cron_job.at("spec").at("jobTemplate").at("spec");
      // The API server refuses the other two.
      CHECK(job.contains("podFailurePolicy") == (pod_of(cron_job).at("restartPolicy") == "Never"));
    }
  }
}

TEST_CASE("a namespace that enforces restricted admits a CronJob's pods") {
  FOR_EACH_CRON_JOB(golden) {
    for (const json& cron_job : build(golden, golden.object).cron_jobs) check_pod(pod_of(cron_job));
  }
}

TEST_CASE("a Job fails at once when its container says that a person must look, and names that container") {
  FOR_EACH_CRON_JOB(golden) {
    for (const json& cron_job : build(golden, golden.object).cron_jobs) {
      const json& job = cron_job.at("spec").at("jobTemplate").at("spec");
      CHECK(job.at("backoffLimit") == 2);
      const json* const rules = find(job, {"podFailurePolicy", "rules"});
      if (rules == nullptr) continue;
      const json& codes = rules->at(0).at("onExitCodes");
      CHECK(codes.at("containerName") == pod_of(cron_job).at("containers").at(0).at("name"));
      CHECK(codes.at("values") == json{2, 64});
    }
  }
}

TEST_CASE("both CronJobs of a workload reach its database alike") {
  FOR_EACH_CRON_JOB(golden) {
    const auto cron_jobs = build(golden, golden.object).cron_jobs;
    if (cron_jobs.size() < 2) return;
    const auto database_of = [](const json& cron_job) {
      json variables = json::array();
      for (const json* variable : elements(find(pod_of(cron_job).at("containers").at(0), {"env"})))
        if (name_of(*variable).starts_with("CHANDLER_DATABASE")) variables.push_back(*variable);
      return variables;
    };
    CHECK(database_of(cron_jobs.front()) == database_of(cron_jobs.back()));
    CHECK(!database_of(cron_jobs.front()).empty());
  }
}

}  // namespace chandler::tests
