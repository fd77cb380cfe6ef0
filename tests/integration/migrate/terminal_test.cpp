#include "tests/support/terminal.hpp"

#include <map>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"
#include "tests/support/places.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Terminal;

// For longer than a line at the foot would stay away.
constexpr std::string_view has_run_for_long =
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%wait_for_gate()%' "
    "AND pid <> pg_backend_pid() AND clock_timestamp() - query_start > interval '1.5 s')";

// Two files; the second runs until `release`.
struct Slow {
  TemporaryFolder folder =
      TemporaryFolder({{"1_a.up.sql", "CREATE TABLE a(x int);"},
                       {"2_slow.up.sql", "SELECT wait_for_gate(),\n  'and so on' AS rest_of_the_statement;"}});
  Database database;

  Slow() {
    database.run(
        "CREATE TABLE gate AS SELECT true AS closed;"
        "CREATE FUNCTION wait_for_gate() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN "
        "FOR i IN 1..6000 LOOP EXIT WHEN (SELECT count(*) = 0 FROM gate WHERE closed); PERFORM pg_sleep(0.01); "
        "END LOOP; RETURN 1; END $$");
  }
  void release() { database.run("UPDATE gate SET closed = false"); }
  std::vector<std::string> words() const {
    return {tests::chandler_program(), "migrate", "--source", folder.path().string(), "--database", database.uri()};
  }
};

TEST_CASE("at a terminal a line at the foot shows what runs, and is gone at the end") {
  Slow slow;
  Terminal terminal(slow.words(), {{"TERM", "xterm"}, {"NO_COLOR", ""}});
  CHECK(terminal.shows("[2/2] 2_slow.up.sql"));
  CHECK(terminal.shows("SELECT wait_for_gate(), 'and so on'"));
  CHECK(terminal.screen().back().size() < 80);
  slow.release();
  CHECK(terminal.wait() == 0);
  CAPTURE(terminal.output());
  const auto screen = terminal.screen();
  CHECK(screen.back().empty());
  for (const std::string& line : screen) CHECK_FALSE(line.contains("wait_for_gate"));
  REQUIRE(screen.size() >= 4);
  CHECK(screen[1].contains("applied 1_a.up.sql"));
  CHECK(screen[2].contains("applied 2_slow.up.sql"));
  CHECK(screen[3].contains("the database is at version 2"));
}

TEST_CASE("with NO_COLOR a terminal gets no line at the foot and no colours") {
  Slow slow;
  Terminal terminal(slow.words(), {{"TERM", "xterm"}, {"NO_COLOR", "1"}});
  CHECK(terminal.shows("applied 1_a.up.sql"));
  slow.database.await(std::string(has_run_for_long));
  slow.release();
  CHECK(terminal.wait() == 0);
  CHECK(terminal.output().contains("applied 2_slow.up.sql"));
  CHECK_FALSE(terminal.output().contains('\x1b'));
  CHECK_FALSE(terminal.output().contains("[2/2]"));
}

TEST_CASE("a pipe gets no line at the foot") {
  Slow slow;
  tests::Program run(slow.folder.path(), slow.database.uri());
  slow.database.await(std::string(has_run_for_long));
  slow.release();
  CHECK(run.wait() == 0);
  CHECK(run.output().contains("applied 2_slow.up.sql"));
  CHECK_FALSE(run.output().contains('\x1b'));
  CHECK_FALSE(run.output().contains("[2/2]"));
}

}  // namespace
}  // namespace chandler::migrate
