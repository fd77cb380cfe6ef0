#include "cron/probe/publish/report_folder.hpp"

#include <csignal>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cron/probe/registry.hpp"
#include "cron/probe/report/json.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::probe {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;

const auto started = std::chrono::system_clock::time_point(std::chrono::sys_days(2026y / 11 / 22));

RunReport a_report(std::size_t findings = 1) {
  CheckReport check{.check = check_named("sequences")};
  check.outcome.findings.assign(
      findings, {.id = "sequences.near_end", .object = "sequence s", .figures = {}, .meaning = "near", .remedy = ""});
  return {
      .databases = {{.database = "app@db:5432/menu", .server_version = "17.2", .started = started, .checks = {check}}}};
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

// In a process of its own, as what it does to itself cannot be undone. 0: as expected.
int in_child(const std::function<bool()>& expected) {
  const pid_t child = fork();
  if (child == 0) _exit(expected() ? 0 : 1);
  int status = -1;
  return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

TEST_CASE("each run's report is a file of its own, as --output json prints it") {
  const TemporaryFolder folder;
  const ReportFolder reports{.path = folder.path() / "reports"};
  const auto first = keep_report(a_report(), reports, started);
  const auto second = keep_report(a_report(2), reports, started);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(*first != *second);
  std::ifstream in(*second, std::ios::binary);
  CHECK(nlohmann::ordered_json::parse(in) == to_json(a_report(2)));
  CHECK(files_in(reports.path) == 2);
  CHECK((std::filesystem::status(*first).permissions() & std::filesystem::perms::others_all) ==
        std::filesystem::perms::none);
}

TEST_CASE("the retention removes the oldest, and nothing that is no report") {
  const TemporaryFolder folder({{"state.json", "{}"}, {"probe-notes.txt", "x"}});
  const ReportFolder reports{.path = folder.path(), .retention = std::size_t{2}};
  std::vector<std::filesystem::path> files;
  for (int run = 0; run < 4; ++run) files.push_back(keep_report(a_report(), reports, started + run * 1h).value());
  CHECK_FALSE(exists(files[0]));
  CHECK_FALSE(exists(files[1]));
  CHECK(exists(files[2]));
  CHECK(exists(files[3]));
  CHECK(files_in(folder.path()) == 4);
}

TEST_CASE("where there is no room nothing is left half written, and the error says what to do") {
  const TemporaryFolder folder;
  const ReportFolder reports{.path = folder.path()};
  CHECK(in_child([&] {
          static constexpr rlimit limit{.rlim_cur = 4096, .rlim_max = 4096};
          signal(SIGXFSZ, SIG_IGN);
          if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
          const auto kept = keep_report(a_report(1000), reports, started);
          return !kept && kept.error().code == "probe.report_not_kept" &&
                 kept.error().outcome == core::Outcome::could_not && kept.error().hint.contains("--keep-reports");
        }) == 0);
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a folder that may not be written to is an error that names it") {
  const TemporaryFolder folder;
  const ReportFolder reports{.path = folder.path() / "reports"};
  std::filesystem::create_directory(reports.path);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  std::filesystem::permissions(reports.path, std::filesystem::perms(0555));
  static constexpr uid_t nobody = 65534;
  CHECK(in_child([&] {
          if (getuid() == 0 && setresuid(nobody, nobody, nobody) != 0) return false;
          const auto kept = keep_report(a_report(), reports, started);
          return !kept && kept.error().code == "probe.report_not_kept" &&
                 kept.error().where.starts_with(reports.path.string()) && kept.error().hint.contains("--report-dir");
        }) == 0);
  CHECK(files_in(reports.path) == 0);
}

TEST_CASE("only the last folder of the path is made") {
  const TemporaryFolder folder;
  const auto kept = keep_report(a_report(), {.path = folder.path() / "no" / "volume"}, started);
  REQUIRE_FALSE(kept);
  CHECK(kept.error().where == (folder.path() / "no" / "volume").string());
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("bytes that are no UTF-8 make no invalid report") {
  RunReport report = a_report();
  report.databases[0].checks[0].outcome.findings[0].meaning = "K\xE4se";
  CHECK(nlohmann::json::parse(to_json_text(report), nullptr, false).is_object());
}

}  // namespace
}  // namespace chandler::probe
