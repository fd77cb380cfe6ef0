#include <array>
#include <cstdio>
#include <filesystem>
#include <format>
#include <fstream>
#include <memory>
#include <string>
#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/golden/cases/golden_case.hpp"
#include "tests/support/temporary_folder.hpp"

// The program itself: what it writes where, and how it ends.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;

struct Ended {
  int code = -1;
  std::string out;
  std::string err;
};

// Runs a shell pipeline in which "chandler" is the program.
Ended run(const TemporaryFolder& folder, const std::string& command) {
  const fs::path err = folder.path() / "stderr";
  const std::string line =
      std::format("chandler() {{ {} --log-format json \"$@\"; }}; ({}) 2>{}", CHANDLER_PROGRAM, command, err.string());
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(line.c_str(), "r"), [](FILE*) { return 0; });
  Ended ended;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) {
    ended.out.append(buffer.data(), got);
  }
  const int status = pclose(pipe.get());
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.err = read_text(err);
  return ended;
}

std::string golden(const std::string& name, const std::string& file) {
  return read_text(fs::path(CHANDLER_SOURCE_DIR) / "tests/golden/injection" / name / file);
}

constexpr const char* image = "--image registry.example.org/chandler:1.0.0";

}  // namespace

TEST_CASE("inject writes what the golden says, and leaves other documents as they were") {
  const TemporaryFolder folder;
  const std::string service = "# Source: chart/service.yaml\nkind: Service   # ours\nmetadata: {name: menu}\n";
  const fs::path file = folder.write("all.yaml", golden("deployment-create", "input.yaml") + "---\n" + service);
  const Ended ended = run(folder, std::format("chandler inject {} -f {}", image, file.string()));
  CHECK(ended.code == 0);
  CHECK(ended.out == golden("deployment-create", "injected.yaml") + "---\n" + service);
  CHECK(ended.err.empty());
}

TEST_CASE("uninject gives back what inject was given, in a pipe") {
  const TemporaryFolder folder;
  const std::string input = golden("cronjob-create", "input.yaml");
  const fs::path file = folder.write("in.yaml", input);
  const Ended ended = run(folder, std::format("chandler inject -f {} | chandler uninject -f -", file.string()));
  CHECK(ended.code == 0);
  CHECK(ended.out == input);
}

TEST_CASE("what would be refused ends with 2, and writes nothing that could be applied") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("in.yaml", golden("deployment-create", "input.yaml") + "---\n" +
                                                    golden("deployment-create-refused", "input.yaml"));
  const Ended ended = run(folder, std::format("chandler inject -f {}", file.string()));
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(ended.err.contains("chandler.dev/migrate"));
  CHECK(ended.err.contains("did you mean"));
}

TEST_CASE("a warning goes to standard error, the manifest to standard output") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("in.yaml", golden("pod-unknown-key", "input.yaml"));
  const Ended ended = run(folder, std::format("chandler inject {} -f {}", image, file.string()));
  CHECK(ended.code == 0);
  CHECK(ended.out == golden("pod-unknown-key", "admitted.yaml"));
  const auto line = nlohmann::json::parse(ended.err);
  CHECK(line.at("level") == "warning");
  CHECK(line.at("problem") == "unknown_key");
}

TEST_CASE("bad manifests are named by file, line and column") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("bad.yaml", "kind: Pod\n---\nkind: [Pod\n");
  for (const char* command : {"inject", "uninject", "explain"}) {
    const Ended ended = run(folder, std::format("chandler {} -f {}", command, file.string()));
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.contains(file.string() + ":4:1"));
  }
  CHECK(run(folder, "chandler inject -f /nowhere.yaml").code == 2);
  CHECK(run(folder, "chandler inject").code == 64);
  CHECK(run(folder, "chandler inject -f x -o toml").code == 64);
}

TEST_CASE("explain says where each annotation stands, what it causes and what is wrong") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("in.yaml", golden("deployment-create-refused", "input.yaml"));
  const Ended table = run(folder, std::format("chandler explain -f {}", file.string()));
  CHECK(table.code == 2);
  CHECK(table.out.contains("chandler.dev/migrate   workload"));
  CHECK(table.out.contains("refuse: chandler.dev/migrate"));
  const Ended list = run(folder, std::format("chandler explain -o json -f {}", file.string()));
  CHECK(nlohmann::json::parse(list.out).at(0).at("reason") == "refused");
  const fs::path mesh = folder.write("mesh.yaml", golden("pod-istio-native", "input.yaml"));
  CHECK(run(folder, std::format("chandler explain -f {}", mesh.string()))
            .out.contains("istio-init → istio-proxy → [chandler-migrate] → [chandler-load] → warm-cache"));
}

TEST_CASE("annotations prints the page that the repository holds") {
  const TemporaryFolder folder;
  const Ended ended = run(folder, "chandler annotations --format markdown");
  CHECK(ended.code == 0);
  CHECK(ended.out == read_text(fs::path(CHANDLER_SOURCE_DIR) / "docs/annotations.md"));
}

}  // namespace chandler::tests
