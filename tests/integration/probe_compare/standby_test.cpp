#include "tests/integration/probe_compare/fixture.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::probe {
namespace {

using platform::postgres::ConnectionSettings;
using platform::postgres::Session;

// A primary with pgbench's tables, and a streaming standby.
class Replicated {
 public:
  Replicated() : primary_(), standby_(tests::PostgresServer::StandbyOf{primary_}) {
    tests::ChildProcess fill(pgbench({"--initialize", "--scale=1", "--quiet"}));
    REQUIRE(fill.wait() == 0);
    wait_for_replay();
  }

  ConnectionSettings primary() const { return primary_.settings("postgres"); }
  ConnectionSettings standby() const { return standby_.settings("postgres"); }

  std::vector<std::string> pgbench(std::vector<std::string> flags) const {
    std::vector<std::string> words{tests::PostgresServer::program("pgbench"), "--host=127.0.0.1",
                                   std::format("--port={}", primary_.port()), "--username=postgres"};
    words.insert(words.end(), flags.begin(), flags.end());
    words.emplace_back("postgres");
    return words;
  }

  void wait_for_replay() const {
    const std::string lsn = value(primary(), "SELECT pg_current_wal_flush_lsn()");
    REQUIRE(tests::eventually(
        [&] { return value(standby(), std::format("SELECT pg_last_wal_replay_lsn() >= '{}'", lsn)) == "t"; }));
  }

  static std::string value(const ConnectionSettings& settings, const std::string& sql) {
    auto session = Session::connect(settings, {}, {}).value();
    const auto answer = session.run(sql);
    if (!answer) FAIL(answer.error().message << " in " << sql);
    return std::string(answer->text(0, 0));
  }

  static Outcome compare(const ConnectionSettings& here, const ConnectionSettings& there) {
    RunOptions options{.databases = {here}, .regardless_of_load = true};
    options.checks =
        select(std::vector<std::string>{"compare:" + TwoDatabases::address_of(there) + "?settle=100ms"}).value();
    return TwoDatabases::outcome_of(run(options, {}));
  }

 private:
  tests::PostgresServer primary_;
  tests::PostgresServer standby_;
};

bool is_difference(const Finding& finding) {
  return finding.id.starts_with("compare.row_");
}

TEST_CASE("a standby of a primary that is written to is no difference, and one that stands still none either") {
  Replicated servers;
  {
    tests::ChildProcess load(servers.pgbench({"--client=4", "--time=120", "--no-vacuum"}));
    REQUIRE(tests::eventually(
        [&] { return Replicated::value(servers.standby(), "SELECT count(*) > 100 FROM pgbench_history") == "t"; }));
    for (int round = 0; round < 6; ++round) {
      const Outcome outcome = round % 2 == 0 ? Replicated::compare(servers.primary(), servers.standby())
                                             : Replicated::compare(servers.standby(), servers.primary());
      INFO(told(outcome));
      CHECK(std::ranges::none_of(outcome.findings, is_difference));
      CHECK(std::ranges::none_of(outcome.findings, [](const Finding& each) { return each.severity > Severity::info; }));
      CHECK(figure(outcome, "tables_compared") == 3);
    }
    REQUIRE(load.running());
  }
  servers.wait_for_replay();
  const Outcome quiet = Replicated::compare(servers.primary(), servers.standby());
  INFO(told(quiet));
  CHECK(quiet.findings.size() == 1);
  CHECK(quiet.findings[0].id == "compare.no_key");

  Replicated::value(servers.standby(), "SELECT pg_wal_replay_pause()");
  Replicated::value(servers.primary(),
                    "UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid = 77 RETURNING 1");
  const Outcome behind = Replicated::compare(servers.primary(), servers.standby());
  INFO(told(behind));
  CHECK(std::ranges::none_of(behind.findings, is_difference));
  CHECK(told(behind).contains("compare.standby_behind: table public.pgbench_accounts: 1 rows differ"));
  Replicated::value(servers.standby(), "SELECT pg_wal_replay_resume()");
}

}  // namespace
}  // namespace chandler::probe
