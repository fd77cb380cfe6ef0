#include <csignal>
#include <format>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

constexpr std::string_view at_work =
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'chandler probe' AND query LIKE '%bt_index_check%' "
    "AND state = 'active'";

TEST_CASE("a probe that is killed leaves nothing behind, and the next one is whole") {
  Damaged server;
  server.fill("dish", 400'000);
  const TemporaryFolder folder;
  const std::string state = (folder.path() / "state.json").string();
  const std::vector<std::string> words{tests::chandler_program(),
                                       "probe",
                                       "--database",
                                       server.server().uri("postgres"),
                                       "--check",
                                       "amcheck",
                                       "--state",
                                       state,
                                       "--jobs",
                                       "2",
                                       "--regardless-of-load"};
  {
    ChildProcess program(words);
    REQUIRE(eventually([&] { return server.sql(std::string(at_work)) != "0"; }));
    program.send(SIGKILL);
    CHECK(program.wait() == 128 + SIGKILL);
  }
  CHECK(eventually([&] {
    return server.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'chandler probe'") == "0";
  }));
  ChildProcess again(words);
  CHECK(again.wait() == 0);
  CHECK(again.output().contains("100 %"));
}

TEST_CASE("a probe that is told to end ends at once, and what it did counts") {
  Damaged server;
  server.fill("dish", 400'000);
  const TemporaryFolder folder;
  ChildProcess program({tests::chandler_program(), "probe", "--database", server.server().uri("postgres"), "--check",
                        "amcheck", "--state", (folder.path() / "state.json").string(), "--regardless-of-load"});
  REQUIRE(eventually([&] { return server.sql(std::string(at_work)) != "0"; }));
  program.send(SIGTERM);
  program.wait();
  CHECK(std::filesystem::exists(folder.path() / "state.json"));
  CHECK(server.sql(std::string(at_work)) == "0");
}

TEST_CASE("a server that is killed in the middle is come back to") {
  Damaged server;
  server.fill("dish", 400'000);
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.check_options.jobs = 2;
  Probed probed;
  std::jthread run([&] { probed = probe_by(options); });
  REQUIRE(eventually([&] { return server.sql(std::string(at_work)) != "0"; }));
  server.server().stop("immediate");
  server.server().start();
  run.join();
  INFO(probed.text());
  // What was under way is done again, or said to be lost; all else is whole, and nothing is said to be wrong.
  const std::size_t lost = probed.count("amcheck.connection_lost");
  CHECK(probed.outcome.findings.size() == lost);
  CHECK(lost <= 2);
  CHECK(figure(probed.outcome.figures, "checked_objects") + static_cast<std::int64_t>(lost) ==
        figure(probed.outcome.figures, "objects"));
  CHECK_FALSE(probed.outcome.error);
}

}  // namespace
}  // namespace chandler::tests
