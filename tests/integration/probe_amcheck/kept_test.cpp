#include <fstream>
#include <iterator>
#include <limits>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

struct Runs {
  int all = 0;
  int kept = 0;  // had the time to keep what they learned
};

// Runs that are each too short, one behind the other, until all was looked into; none: that never came. A budget in
// which this machine comes to nothing, perhaps not even to a connection, is doubled.
Runs runs_until_whole(probe::RunOptions options) {
  options.time_budget = std::chrono::milliseconds(40);
  std::int64_t never = std::numeric_limits<std::int64_t>::max();
  Runs runs;
  while (++runs.all <= 100) {
    const Probed probed = probe_by(options);
    INFO(probed.text());
    for (const probe::Finding& each : probed.outcome.findings) REQUIRE(each.severity == Severity::unchecked);
    if (!probed.error) ++runs.kept;
    if (probed.error || probed.outcome.figures.empty()) {
      options.time_budget *= 2;
      continue;
    }
    const std::int64_t left = figure(probed.outcome.figures, "never_checked_objects");
    if (left == 0) return runs;
    REQUIRE(left <= never);
    if (left == never) options.time_budget *= 2;
    never = left;
  }
  return {};
}

TEST_CASE("short runs go on where the last one stopped, by a file") {
  Damaged server;
  server.fill("dish", 100'000);
  const TemporaryFolder folder;
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.keep.file = folder.path() / "state.json";
  const Runs runs = runs_until_whole(options);
  CHECK(runs.all > 1);
}

TEST_CASE("short runs go on where the last one stopped, by tables in the database") {
  Damaged server;
  server.fill("dish", 100'000);
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.keep.in_database = true;
  const Runs runs = runs_until_whole(options);
  CHECK(runs.all > 1);
  CHECK(std::stoi(server.sql("SELECT count(*) FROM chandler.probe_run WHERE check_name = 'amcheck'")) == runs.kept);
  CHECK(server.sql("SELECT bool_and(value LIKE 'at=%') FROM chandler.probe_state WHERE name ~ '^[0-9]+$'") == "t");
}

TEST_CASE("where the tables may not be made, the remedy says what to run, and what was found is told") {
  Damaged server;
  server.fill("dish", 100);
  server.sql(
      "CREATE ROLE prober LOGIN; GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO prober; "
      "GRANT EXECUTE ON FUNCTION verify_heapam TO prober");
  auto settings = server.server().settings("postgres");
  settings.parameters["user"] = "prober";
  probe::RunOptions options = options_for(settings, "amcheck");
  options.keep.in_database = true;
  const Probed probed = probe_by(options);
  REQUIRE(probed.error);
  CHECK(probed.error->code == "probe.not_kept");
  CHECK(probed.error->hint.contains("chandler probe schema"));
  CHECK(probed.outcome.whole);
  CHECK(probed.verdict == Severity::unchecked);
}

TEST_CASE("a state file that is something else is not overwritten") {
  const TemporaryFolder folder({{"state.json", "not ours"}});
  Damaged server;
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.keep.file = folder.path() / "state.json";
  const Probed probed = probe_by(options);
  REQUIRE(probed.error);
  CHECK(probed.error->code == "probe.not_kept");
  std::ifstream in(folder.path() / "state.json");
  CHECK(std::string((std::istreambuf_iterator<char>(in)), {}) == "not ours");
}

}  // namespace
}  // namespace chandler::tests
