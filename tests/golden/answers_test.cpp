#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "cli/manifest/apply.hpp"
#include "cli/manifest/node.hpp"
#include "cli/manifest/readers.hpp"
#include "cli/manifest/writer.hpp"
#include "core/injection/offline.hpp"
#include "tests/golden/cases/golden_case.hpp"

namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

// CHANDLER_UPDATE_GOLDENS=1 rewrites what is expected; look at the difference before committing it.
bool updating() {
  const char* value = std::getenv("CHANDLER_UPDATE_GOLDENS");
  return value != nullptr && std::string_view(value) == "1";
}

std::string answer_text(const core::injection::AdmissionResult& result) {
  ordered_json answer{{"allowed", result.allowed}, {"reason", id_of(result.reason)}};
  if (!result.allowed) {
    answer["code"] = result.code;
    answer["message"] = result.message;
  }
  answer["warnings"] = result.warnings;
  answer["patch"] = result.patch.empty() ? ordered_json::array() : ordered_json::parse(result.patch);
  return answer.dump(2) + "\n";
}

std::string patched_yaml(const GoldenCase& golden, const std::string& patch) {
  auto node = cli::manifest::read_yaml(read_text(golden.folder / "input.yaml"));
  REQUIRE(node);
  cli::manifest::apply(patch, *node);
  return to_yaml(*node);
}

// File name to text.
std::map<std::string, std::string> expectations(const GoldenCase& golden) {
  const auto result = admit(golden, golden.object);
  std::map<std::string, std::string> files{{"answer.json", answer_text(result)}};
  if (!result.patch.empty()) files["admitted.yaml"] = patched_yaml(golden, result.patch);
  if (golden.kind != "Pod" && !golden.old_object) {
    const auto offline = core::injection::inject(golden.object, golden.kind, golden.namespace_name, golden.settings);
    if (!offline.patch.empty()) files["injected.yaml"] = patched_yaml(golden, offline.patch);
  }
  return files;
}

std::set<std::string> files_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

void rewrite(const fs::path& folder, const std::map<std::string, std::string>& files) {
  for (const char* name : {"answer.json", "admitted.yaml", "injected.yaml"}) fs::remove(folder / name);
  for (const auto& [name, text] : files) std::ofstream(folder / name, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("each golden request gets its golden answer") {
  const auto& cases = golden_cases();
  REQUIRE(cases.size() >= 60);
  for (const GoldenCase& golden : cases) {
    DYNAMIC_SECTION(golden.name) {
      const auto expected = expectations(golden);
      if (updating()) rewrite(golden.folder, expected);
      std::set<std::string> names{"input.yaml"};
      for (const char* optional : {"old.yaml", "settings.yaml"}) {
        if (fs::exists(golden.folder / optional)) names.insert(optional);
      }
      for (const auto& [name, text] : expected) {
        names.insert(name);
        INFO(name);
        REQUIRE(fs::exists(golden.folder / name));
        CHECK(text == read_text(golden.folder / name));
      }
      CHECK(files_in(golden.folder) == names);
    }
  }
}

}  // namespace chandler::tests
