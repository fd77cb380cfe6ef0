#include "tests/support/terminal.hpp"

#include <map>
#include <string>
#include <vector>

#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

using tests::Terminal;

// A load of t waits in its first UPDATE until `release`.
class Held : public Fixture {
 public:
  Held() {
    run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'old')");
    run("CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(7); "
        "RETURN new; END'; CREATE TRIGGER hold BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION hold()");
    write("t.csv", rows(2'000, "new"));
    run("SELECT pg_advisory_lock(7)");
  }
  void release() { run("SELECT pg_advisory_unlock(7)"); }
  std::vector<std::string> words() const { return command_line(*this, reports() / "report", {"load"}); }
};

TEST_CASE_METHOD(Held, "at a terminal a line at the foot shows how far a load is, and is gone at the end") {
  Terminal terminal(words(), {{"TERM", "xterm"}, {"NO_COLOR", ""}});
  CHECK(terminal.shows("t.csv  2,000 rows read; the server is at work with them"));
  release();
  CHECK(terminal.wait() == 0);
  CAPTURE(terminal.output());
  const auto screen = terminal.screen();
  for (const std::string& line : screen) CHECK_FALSE(line.contains("at work"));
  REQUIRE(screen.size() >= 2);
  CHECK(screen[0].starts_with("TABLE "));
  CHECK(screen[1].starts_with("public.t  loaded "));
}

void check_without_line(Held& held, const std::map<std::string, std::string>& environment) {
  Terminal terminal(held.words(), environment);
  // For longer than the line would stay away.
  wait_until(held,
             "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database() AND "
             "clock_timestamp() - query_start > interval '1.5 s')");
  held.release();
  CHECK(terminal.wait() == 0);
  CHECK_FALSE(terminal.output().contains("at work"));
}

TEST_CASE_METHOD(Held, "a dumb terminal gets no such line") {
  check_without_line(*this, {{"TERM", "dumb"}, {"NO_COLOR", ""}});
}

TEST_CASE_METHOD(Held, "who wants no colours gets no such line") {
  check_without_line(*this, {{"TERM", "xterm"}, {"NO_COLOR", "1"}});
}

}  // namespace
}  // namespace chandler::dataset
