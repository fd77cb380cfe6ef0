#include "tests/golden/cases/golden_case.hpp"

#include <algorithm>
#include <format>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cli/manifest/objects.hpp"
#include "cli/manifest/readers.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

json read_object(const fs::path& file) {
  const auto node = cli::manifest::read_yaml(read_text(file));
  if (!node)
    throw std::runtime_error(
        std::format("{}:{}:{}: {}", file.string(), node.error().line, node.error().column, node.error().message));
  return to_json(*node);
}

core::injection::Settings read_settings(const fs::path& file) {
  core::injection::Settings settings;
  settings.image = "registry.example.org/chandler:1.0.0";
  settings.excluded_namespaces = {"kube-system", "chandler"};
  if (!fs::exists(file)) return settings;
  const json given = read_object(file);
  settings.image = given.value("image", settings.image);
  settings.image_pull_policy = given.value("imagePullPolicy", settings.image_pull_policy);
  if (given.value("runAsUser", "numeric") == "leave-out") settings.run_as_user = core::injection::RunAsUser::leave_out;
  const json resources = given.value("resources", json::object());
  settings.resources.cpu_request = resources.value("cpuRequest", settings.resources.cpu_request);
  settings.resources.cpu_limit = resources.value("cpuLimit", settings.resources.cpu_limit);
  settings.resources.memory_request = resources.value("memoryRequest", settings.resources.memory_request);
  settings.resources.memory_limit = resources.value("memoryLimit", settings.resources.memory_limit);
  settings.cluster.image_volumes = given.value("cluster", json::object()).value("imageVolumes", false);
  return settings;
}

GoldenCase read_case(const fs::path& folder) {
  GoldenCase golden;
  golden.name = folder.filename().string();
  golden.folder = folder;
  golden.object = read_object(folder / "input.yaml");
  golden.kind = golden.object.at("kind").get<std::string>();
  golden.namespace_name = golden.object.at("metadata").value("namespace", "default");
  if (fs::exists(folder / "old.yaml")) golden.old_object = read_object(folder / "old.yaml");
  golden.settings = read_settings(folder / "settings.yaml");
  return golden;
}

std::vector<GoldenCase> read_all(const std::string& kind) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(tests::source_dir() / "tests/golden" / kind)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  std::vector<GoldenCase> cases;
  for (const fs::path& folder : folders) cases.push_back(read_case(folder));
  return cases;
}

}  // namespace

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(std::format("{} cannot be read", file.string()));
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::vector<GoldenCase>& golden_cases() {
  static const std::vector<GoldenCase> cases = read_all("injection");
  return cases;
}

const std::vector<GoldenCase>& cron_job_cases() {
  static const std::vector<GoldenCase> cases = read_all("cronjob");
  return cases;
}

core::injection::AdmissionResult admit(const GoldenCase& golden, const json& object) {
  const bool update = golden.old_object.has_value();
  return core::injection::admit(
      {.operation = update ? core::injection::Operation::update : core::injection::Operation::create,
       .kind = golden.kind,
       .namespace_name = golden.namespace_name,
       .object = object,
       .old_object = update ? &*golden.old_object : nullptr},
      golden.settings);
}

}  // namespace chandler::tests
