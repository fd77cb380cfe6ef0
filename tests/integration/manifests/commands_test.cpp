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
#include "tests/support/places.hpp"
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
  const std::string line = std::format("chandler() {{ {} --log-format json \"$@\"; }}; ({}) 2>{}",
                                       tests::chandler_program(), command, err.string());
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
  return read_text(tests::source_dir() / "tests/golden/injection" / name / file);
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

namespace {

std::string cron_job_golden(const std::string& name, const std::string& file) {
  return read_text(tests::source_dir() / "tests/golden/cronjob" / name / file);
}

// The one text with the other in place of its first occurrence.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("inject writes a CronJob behind its workload, and the same again over its own output") {
  const TemporaryFolder folder;
  const std::string service = "kind: Service   # ours\nmetadata: {name: menu}\n";
  const std::string cron_job = cron_job_golden("deployment", "cronjob.yaml");
  const fs::path file = folder.write("all.yaml", cron_job_golden("deployment", "input.yaml") + "---\n" + service);
  const Ended once = run(folder, std::format("chandler inject {} -f {}", image, file.string()));
  CHECK(once.code == 0);
  CHECK(once.err.empty());
  CHECK(once.out.ends_with("---\n" + cron_job + "---\n" + service));
  const fs::path injected = folder.write("injected.yaml", once.out);
  CHECK(run(folder, std::format("chandler inject {} -f {}", image, injected.string())).out == once.out);
  const Ended back = run(folder, std::format("chandler uninject -f {}", injected.string()));
  CHECK(back.out == read_text(file));

  SECTION("a person's suspend stays while the schedule follows the annotation") {
    std::string suspended =
        replaced(once.out, "  concurrencyPolicy: Forbid\n", "  concurrencyPolicy: Forbid\n  suspend: true\n");
    suspended = replaced(suspended, "refresh-schedule: \"0 */6 * * *\"", "refresh-schedule: \"@daily\"");
    const fs::path edited = folder.write("edited.yaml", suspended);
    const Ended again = run(folder, std::format("chandler inject {} -f {}", image, edited.string()));
    CHECK(again.code == 0);
    CHECK(again.out.contains("schedule: \"@daily\"\n"));
    CHECK(again.out.contains("  suspend: true\n"));
    CHECK(!again.out.contains("schedule: \"0 */6 * * *\""));
  }
  SECTION("a CronJob goes with its annotation") {
    const fs::path edited =
        folder.write("edited.yaml", replaced(once.out, "    chandler.dev/refresh-schedule: \"0 */6 * * *\"\n", ""));
    CHECK(!run(folder, std::format("chandler inject {} -f {}", image, edited.string())).out.contains("CronJob"));
  }
  SECTION("a CronJob whose workload is elsewhere stays") {
    const fs::path lone = folder.write("lone.yaml", cron_job);
    CHECK(run(folder, std::format("chandler inject {} -f {}", image, lone.string())).out == cron_job);
  }
}

TEST_CASE("the CronJob of a List's item comes at the end of the stream") {
  const TemporaryFolder folder;
  const fs::path one = folder.write("one.yaml", cron_job_golden("deployment", "input.yaml"));
  const Ended object = run(folder, std::format("chandler uninject -o json -f {}", one.string()));
  const nlohmann::json workload = nlohmann::json::parse(object.out);
  const nlohmann::json list{{"apiVersion", "v1"}, {"kind", "List"}, {"items", {workload}}};
  const fs::path file = folder.write("list.json", list.dump(2) + "\n{\"kind\": \"Service\"}\n");
  const Ended once = run(folder, std::format("chandler inject {} -f {}", image, file.string()));
  CHECK(once.code == 0);
  const std::size_t service = once.out.find("\"Service\"");
  CHECK(service < once.out.find("\"CronJob\""));
  const fs::path injected = folder.write("injected.json", once.out);
  CHECK(run(folder, std::format("chandler inject {} -f {}", image, injected.string())).out == once.out);
}

TEST_CASE("the CronJobs alone are for those whose pods the webhook injects") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("in.yaml", cron_job_golden("deployment", "input.yaml"));
  const Ended ended = run(folder, std::format("chandler inject --cronjobs-only {} -f {}", image, file.string()));
  CHECK(ended.code == 0);
  CHECK(ended.out == cron_job_golden("deployment", "cronjob.yaml"));
}

TEST_CASE("a CronJob that cannot be had, or whose name is taken, writes nothing") {
  const TemporaryFolder folder;
  const std::string deployment = cron_job_golden("deployment", "input.yaml");
  const auto refused = [&](const std::string& text, const std::string& why) {
    const fs::path file = folder.write("in.yaml", text);
    const Ended ended = run(folder, std::format("chandler inject -f {}", file.string()));
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.contains(why));
  };
  refused(cron_job_golden("deployment-volume-empty-dir", "input.yaml"), "is an emptyDir");
  refused(deployment + "---\nkind: CronJob\nmetadata: {name: order-food-refresh, namespace: shop}\n", "not Chandler's");
  refused(deployment + "---\n" + replaced(deployment, "kind: Deployment", "kind: DaemonSet"), "another workload");
}

TEST_CASE("explain tells what a CronJob runs, and when") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("in.yaml", cron_job_golden("deployment-all-options", "input.yaml"));
  const Ended table = run(folder, std::format("chandler explain -f {}", file.string()));
  CHECK(table.code == 0);
  CHECK(table.out.contains(
      "CronJob order-food-refresh: at \"0 3 * * MON-FRI\" Europe/Berlin, chandler refresh --source "));
  const Ended list = run(folder, std::format("chandler explain -o json -f {}", file.string()));
  CHECK(nlohmann::json::parse(list.out).at(0).at("cronJobs").at(0).at("timeZone") == "Europe/Berlin");
  const fs::path wrong = folder.write("wrong.yaml", cron_job_golden("deployment-volume-empty-dir", "input.yaml"));
  CHECK(run(folder, std::format("chandler explain -f {}", wrong.string())).code == 2);
}

TEST_CASE("annotations prints the page that the repository holds") {
  const TemporaryFolder folder;
  const Ended ended = run(folder, "chandler annotations --format markdown");
  CHECK(ended.code == 0);
  CHECK(ended.out == read_text(tests::source_dir() / "docs/annotations.md"));
}

}  // namespace chandler::tests
