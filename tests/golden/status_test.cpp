#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "cli/manifest/node.hpp"
#include "cli/manifest/stream.hpp"
#include "controller/status/asked.hpp"
#include "controller/status/assemble.hpp"
#include "controller/status/json.hpp"
#include "controller/status/transition.hpp"
#include "core/injection/drift.hpp"
#include "platform/kubernetes/objects/field.hpp"
#include "tests/support/places.hpp"

// Objects as the API server has them in, the status of a Provision and its Events out. Each folder of
// tests/golden/status is a case; CHANDLER_UPDATE_GOLDENS=1 writes what comes out anew.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
namespace objects = platform::kubernetes::objects;
namespace status = controller::status;
using nlohmann::json;

struct Case {
  fs::path folder;
  status::Situation situation;
  status::ProvisionStatus before;
  status::Time now;
};

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

core::injection::Settings settings() {
  core::injection::Settings settings;
  settings.image = "registry.example/chandler:1";
  return settings;
}

void add_pod(Case& loaded, const json& object) {
  auto pod = objects::read_pod(object, {.label = "chandler.dev/inject", .prefix = "chandler-"}).value();
  const std::string& maker = pod.metadata.controller.value().name;
  if (pod.metadata.controller->kind == "Job") {
    auto& task = maker.contains("probe") ? loaded.situation.probe : loaded.situation.refresh;
    return task.pods.push_back(std::make_shared<objects::Pod>(std::move(pod)));
  }
  pod.missed =
      pod.containers.empty() && core::injection::is_missed(object, pod.metadata.key.namespace_name, settings());
  loaded.situation.pods.push_back(std::make_shared<objects::Pod>(std::move(pod)));
}

void add(Case& loaded, const json& object) {
  const std::string kind = object.at("kind").get<std::string>();
  const std::string task = objects::text(object, {"metadata", "labels", "app.kubernetes.io/component"});
  auto& of_task = task == "probe" ? loaded.situation.probe : loaded.situation.refresh;
  if (kind == "Pod") {
    add_pod(loaded, object);
  } else if (kind == "CronJob") {
    of_task.cron_job = std::make_shared<objects::CronJob>(objects::read_cron_job(object, "chandler").value());
  } else if (kind == "Job") {
    of_task.jobs.push_back(std::make_shared<objects::Job>(objects::read_job(object).value()));
  } else if (kind == "MountFailure") {
    loaded.situation.mount_failures.push_back(
        {.pod = object.at("pod").get<std::string>(), .message = object.at("message").get<std::string>()});
  } else if (kind == "Now") {
    loaded.now = objects::parse_time(object.at("time").get<std::string>()).value();
    loaded.before = status::remembered(object.value("before", json::object()).dump());
  } else {
    const auto workload = objects::read_workload(object, kind).value();
    loaded.situation.key = {.kind = kind, .key = workload.metadata.key};
    loaded.situation.asked = status::asked_of(workload, settings());
  }
}

Case load(const fs::path& folder) {
  Case loaded{.folder = folder, .situation = {}, .before = {}, .now = {}};
  const std::string text = read(folder / "input.yaml");
  const auto stream = cli::manifest::read_stream(text).value();
  for (const auto& document : stream.documents) add(loaded, cli::manifest::to_json(document.root));
  return loaded;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& entry : fs::directory_iterator(tests::source_dir() / "tests/golden/status"))
    all.push_back(load(entry.path()));
  return all;
}

std::string events_text(const std::vector<controller::events::Event>& events) {
  std::string text;
  for (const auto& event : events) {
    const bool warning = event.type == controller::events::Event::Type::warning;
    text += std::format("{} {} {}\n", warning ? "Warning" : "Normal", event.reason, event.note);
  }
  return text;
}

}  // namespace

TEST_CASE("each situation gives its golden status and Events") {
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  const bool updating = update != nullptr && std::string_view(update) == "1";
  const auto all = cases();
  REQUIRE(all.size() >= 20);
  for (const Case& each : all) {
    DYNAMIC_SECTION(each.folder.filename().string()) {
      const auto assembled = status::assemble(each.situation, each.before, each.now);
      const std::map<std::string, std::string> expected{
          {"status.json", status::to_json(assembled).dump(2) + "\n"},
          {"events.txt", events_text(status::events_between(each.before.problems, assembled.problems, {}))}};
      std::set<std::string> names{"input.yaml"};
      for (const auto& [name, text] : expected) {
        names.insert(name);
        if (updating) std::ofstream(each.folder / name, std::ios::binary) << text;
        INFO(name);
        REQUIRE(fs::exists(each.folder / name));
        CHECK(text == read(each.folder / name));
      }
      std::set<std::string> present;
      for (const auto& entry : fs::directory_iterator(each.folder)) present.insert(entry.path().filename().string());
      CHECK(present == names);
    }
  }
}

// What a leader wrote is all that the next one knows: that must change nothing.
TEST_CASE("a status that was written and read again stays as it is, without Events") {
  for (const Case& each : cases()) {
    INFO(each.folder.filename().string());
    const auto first = status::assemble(each.situation, each.before, each.now);
    const auto remembered = status::remembered(status::to_json(first).dump());
    const auto second = status::assemble(each.situation, remembered, each.now + std::chrono::seconds(1));
    CHECK(status::to_json(second) == status::to_json(first));
    CHECK(status::events_between(remembered.problems, second.problems, {}).empty());
  }
}

TEST_CASE("without pods, Jobs and CronJobs what was known of the past stays") {
  for (Case& each : cases()) {
    INFO(each.folder.filename().string());
    const auto first = status::assemble(each.situation, each.before, each.now);
    const auto remembered = status::remembered(status::to_json(first).dump());
    each.situation.pods.clear();
    each.situation.refresh.jobs.clear();
    each.situation.refresh.pods.clear();
    const json before = status::to_json(first);
    const json after = status::to_json(status::assemble(each.situation, remembered, each.now));
    CHECK(after.value("schema", json()) == before.value("schema", json()));
    const json::json_pointer data_sets("/data/dataSets");
    CHECK(after.value(data_sets, json()) == before.value(data_sets, json()));
    for (const json& run : before.value("refresh", json::object()).value("runs", json::array())) {
      if (run.at("state") == "running") continue;
      CHECK(after.at("refresh").at("runs").dump().contains(run.at("job").get<std::string>()));
    }
  }
}

}  // namespace chandler::tests
