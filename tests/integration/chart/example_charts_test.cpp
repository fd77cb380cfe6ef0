#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "cli/manifest/node.hpp"
#include "cli/manifest/stream.hpp"
#include "core/annotations/finding.hpp"
#include "core/injection/offline.hpp"
#include "tests/integration/apiserver/control_plane.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"

// The charts of the examples: for each tests/golden/example-charts/NAME.yaml what Helm makes of examples/NAME/chart.
// CHANDLER_UPDATE_GOLDENS=1 writes them anew.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<fs::path> goldens() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(tests::source_dir() / "tests/golden/example-charts"))
    files.push_back(entry.path());
  REQUIRE(!files.empty());
  return files;
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string run(std::vector<std::string> command) {
  ChildProcess process(std::move(command));
  const int status = process.wait();
  std::string output = process.output();
  INFO(output);
  REQUIRE(status == 0);
  return output;
}

fs::path programs() {
  const auto found = cluster_programs();
  if (!found || !fs::exists(*found / "helm"))
    SKIP("no helm among the cluster's programs: tests/cluster/node builds it");
  return *found;
}

}  // namespace

TEST_CASE("the charts of the examples render as their goldens") {
  const fs::path helm = programs() / "helm";
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  for (const fs::path& golden : goldens()) {
    const std::string name = golden.stem().string();
    DYNAMIC_SECTION(name) {
      const std::string chart = (tests::source_dir() / "examples" / name / "chart").string();
      run({helm.string(), "lint", "--strict", "--quiet", chart});
      // A password is chosen anew each time.
      const std::string text = run({helm.string(), "template", name, chart, "--set=postgresql.password=secret"});
      if (update != nullptr && std::string_view(update) == "1") std::ofstream(golden, std::ios::binary) << text;
      CHECK(text == read(golden));
    }
  }
}

TEST_CASE("what the examples' annotations ask for is injected, and nothing is wrong with it") {
  for (const fs::path& golden : goldens()) {
    DYNAMIC_SECTION(golden.stem().string()) {
      const auto stream = cli::manifest::read_stream(read(golden));
      REQUIRE(stream);
      std::size_t injected = 0;
      for (const auto& document : stream->documents) {
        const json object = cli::manifest::to_json(document.root);
        if (!object.is_object() || !object.at("metadata").contains("labels")) continue;
        if (object.at("metadata").at("labels").value("chandler.dev/inject", "") != "true") continue;
        const core::injection::Settings settings{.image = "chandler"};
        const auto result = core::injection::inject(object, object.at("kind").get<std::string>(), "apps", settings);
        for (const auto& finding : result.findings) FAIL_CHECK(finding.message);
        CHECK(id_of(result.reason) == id_of(core::injection::Reason::injected));
        ++injected;
      }
      CHECK(injected > 0);
    }
  }
}

TEST_CASE("the API server takes the examples' charts, in namespaces that enforce restricted") {
  const fs::path kubectl = programs() / "kubectl";
  ControlPlane& cluster = ControlPlane::shared();
  const std::string account = "--kubeconfig=" + cluster.kubeconfig("admin").string();
  for (const fs::path& golden : goldens()) {
    DYNAMIC_SECTION(golden.stem().string()) {
      // Hooks, a pod of `helm test` among them, want controllers.
      const std::string chart = (tests::source_dir() / "examples" / golden.stem() / "chart").string();
      const fs::path file = cluster.folder() / golden.filename();
      std::ofstream(file, std::ios::binary)
          << run({(programs() / "helm").string(), "template", golden.stem().string(), chart, "--no-hooks"});
      const std::string applied = run(
          {kubectl.string(), account, "apply", "--server-side", "--validate=strict", "--filename=" + file.string()});
      INFO(applied);
      CHECK(applied.contains("serverside-applied"));
      // "would violate PodSecurity", an unknown field, a deprecated API
      CHECK_FALSE(applied.contains("Warning"));
    }
  }
}

}  // namespace chandler::tests
