#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/apiserver/control_plane.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"

// What Helm makes of the chart for each folder's values.yaml: the rights, the command line, the Lease. Goldens are in
// tests/golden/chart; CHANDLER_UPDATE_GOLDENS=1 writes them anew.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;

const std::set<std::string> templates{"certmanager.yaml", "deployment.yaml", "lease.yaml", "rbac.yaml"};

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Empty: the template makes nothing of these values.
std::string rendered(const fs::path& helm, const fs::path& folder, const std::string& name) {
  ChildProcess process({helm.string(), "template", "chandler", (tests::source_dir() / "charts/chandler").string(),
                        "--namespace=chandler-system", "--values=" + (folder / "values.yaml").string(),
                        "--show-only=templates/" + name});
  const int status = process.wait();
  std::string output = process.output();
  if (status != 0 && output.contains("could not find template")) return {};
  INFO(output);
  REQUIRE(status == 0);
  return output;
}

}  // namespace

TEST_CASE("the chart renders as its goldens") {
  const auto programs = cluster_programs();
  if (!programs || !fs::exists(*programs / "helm"))
    SKIP("no helm among the cluster's programs: tests/cluster/node builds it");
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  const bool updating = update != nullptr && std::string_view(update) == "1";
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(tests::source_dir() / "tests/golden/chart"))
    cases.push_back(entry.path());
  REQUIRE(cases.size() >= 2);
  for (const fs::path& folder : cases) {
    DYNAMIC_SECTION(folder.filename().string()) {
      std::set<std::string> expected{"values.yaml"};
      for (const std::string& name : templates) {
        const std::string text = rendered(*programs / "helm", folder, name);
        const fs::path golden = folder / name;
        if (updating) fs::remove(golden);
        if (text.empty()) continue;
        expected.insert(name);
        if (updating) std::ofstream(golden, std::ios::binary) << text;
        INFO(golden.string());
        CHECK(text == read(golden));
      }
      std::set<std::string> present;
      for (const auto& entry : fs::directory_iterator(folder)) present.insert(entry.path().filename().string());
      CHECK(present == expected);
    }
  }
}

}  // namespace chandler::tests
