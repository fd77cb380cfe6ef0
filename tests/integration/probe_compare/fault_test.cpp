#include <csignal>
#include <future>
#include <stop_token>

#include "cron/probe/checks/checks.hpp"
#include "tests/integration/probe_compare/fixture.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

namespace chandler::probe {
namespace {

using platform::postgres::ConnectionSettings;
using platform::postgres::Session;

constexpr std::string_view items =
    "CREATE TABLE item(id int PRIMARY KEY, name text); "
    "INSERT INTO item SELECT i, 'dish ' || i FROM generate_series(1, 60000) i; ANALYZE item";

// A connection beside those of the check.
class Beside {
 public:
  explicit Beside(const ConnectionSettings& settings) : session_(Session::connect(settings, {}, {}).value()) {}

  void run(std::string_view sql) {
    const auto done = session_.run(sql);
    if (!done) FAIL(done.error().message << " in " << sql);
  }
  bool is(const std::string& condition) {
    const auto answer = session_.run("SELECT " + condition);
    return answer && answer->boolean(0, 0);
  }

 private:
  Session session_;
};

constexpr const char* waits_for_lock = "EXISTS (SELECT FROM pg_locks WHERE NOT granted)";
constexpr const char* probes_are_gone =
    "NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'chandler probe')";

ConnectionSettings with(ConnectionSettings settings, const std::string& key, const std::string& value) {
  settings.parameters[key] = value;
  return settings;
}

RunOptions options_with(const TwoDatabases& databases, const ConnectionSettings& there) {
  RunOptions options = databases.options();
  options.checks = select(std::vector<std::string>{"compare:" + TwoDatabases::address_of(there)}).value();
  return options;
}

TEST_CASE("a table that one may not read does not stop the others") {
  TwoDatabases databases;
  databases.both(items);
  databases.both("CREATE TABLE guarded(id int PRIMARY KEY); INSERT INTO guarded VALUES (1)");
  databases.there(
      "DROP ROLE IF EXISTS limited; CREATE ROLE limited LOGIN; GRANT SELECT ON item TO limited; DELETE FROM item WHERE "
      "id = 9");
  const auto as_limited = with(databases.there_settings(), "user", "limited");
  SECTION("by grants") {
    const Outcome outcome = TwoDatabases::outcome_of(run(options_with(databases, as_limited), {}));
    INFO(told(outcome));
    CHECK(outcome.findings.size() == 2);
    CHECK(told(outcome).contains("compare.not_allowed: table public.guarded: there: permission denied"));
    CHECK(keys_of(outcome, "compare.row_missing_there") == "(id)=(9)");
    CHECK_FALSE(outcome.whole);
  }
  SECTION("by policies, which would hide rows") {
    databases.there("GRANT SELECT ON guarded TO limited; ALTER TABLE guarded ENABLE ROW LEVEL SECURITY");
    const Outcome outcome = TwoDatabases::outcome_of(run(options_with(databases, as_limited), {}));
    CHECK(told(outcome).contains("compare.not_allowed: table public.guarded: there: query would be affected by"));
  }
  databases.there("DROP OWNED BY limited; DROP ROLE limited");
}

TEST_CASE("another database that is not there could not be checked") {
  TwoDatabases databases;
  const auto nowhere = with(databases.there_settings(), "dbname", "nowhere");
  const Outcome outcome = TwoDatabases::outcome_of(run(options_with(databases, nowhere), {}));
  CHECK(told(outcome).starts_with("compare.no_other_database: the other database"));
}

TEST_CASE("a side that is lost in the middle could not be checked, and what was done is said") {
  TwoDatabases databases;
  databases.both(items);
  SECTION("there") {
    tests::CuttingProxy proxy(other_server().port(), "sum(hash", tests::CuttingProxy::Cut::before, 1);
    const auto cut = with(databases.there_settings(), "port", std::to_string(proxy.port()));
    const Outcome outcome = TwoDatabases::outcome_of(run(options_with(databases, cut), {}));
    INFO(told(outcome));
    REQUIRE(proxy.cuts() == 1);
    REQUIRE(outcome.findings.size() == 1);
    CHECK(outcome.findings[0].id == "compare.connection_lost");
    CHECK(outcome.findings[0].severity == Severity::unchecked);
    CHECK(outcome.findings[0].meaning.contains("10000 rows were compared before"));
    CHECK_FALSE(outcome.whole);
  }
  SECTION("here") {
    tests::CuttingProxy proxy(tests::PostgresServer::shared().port(), "sum(hash", tests::CuttingProxy::Cut::before, 1);
    RunOptions options = databases.options();
    options.databases[0].parameters["port"] = std::to_string(proxy.port());
    const Outcome outcome = TwoDatabases::outcome_of(run(options, {}));
    REQUIRE(proxy.cuts() == 1);
    REQUIRE(outcome.error.has_value());
    CHECK(told(outcome).contains("compare.connection_lost"));
  }
}

TEST_CASE("a row that becomes the same between the two looks is no difference") {
  TwoDatabases databases;
  databases.both(items);
  databases.here("UPDATE item SET name = 'new' WHERE id = 7; DELETE FROM item WHERE id = 8");
  RunOptions options = databases.options();
  options.checks =
      select(std::vector<std::string>{"compare:" + TwoDatabases::address_of(databases.there_settings()) + "?settle=3s"})
          .value();
  auto outcome = std::async(std::launch::async, [&] { return run(options, {}); });
  Beside there(databases.there_settings());
  // The pause begins with a question for positions.
  REQUIRE(tests::eventually([&] {
    return there.is(
        "EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'chandler probe' AND state = 'idle' AND query "
        "LIKE "
        "'%pg_last_wal_replay_lsn%')");
  }));
  there.run("UPDATE item SET name = 'new' WHERE id = 7; DELETE FROM item WHERE id = 8");
  CHECK(told(TwoDatabases::outcome_of(outcome.get())).empty());
}

TEST_CASE("a process that has to end says so, and one that is killed leaves nothing behind") {
  TwoDatabases databases;
  databases.both(items);
  Beside there(databases.there_settings());
  there.run("BEGIN; LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
  SECTION("stopped") {
    RunOptions options = databases.options();
    options.lock_timeout = std::chrono::minutes(1);
    std::stop_source stop;
    auto outcome = std::async(std::launch::async, [&] { return run(options, stop.get_token()); });
    REQUIRE(tests::eventually([&] { return there.is(waits_for_lock); }));
    stop.request_stop();
    const RunReport report = outcome.get();
    CHECK(told(report.databases[0].checks[0].outcome).contains("compare.stopped"));
  }
  SECTION("killed") {
    const std::vector<std::string> words{tests::chandler_program(),
                                         "probe",
                                         "--lock-timeout=1m",
                                         "--regardless-of-load",
                                         "--database=" + TwoDatabases::address_of(databases.here_settings()),
                                         "--check=compare:" + TwoDatabases::address_of(databases.there_settings())};
    tests::ChildProcess process(words);
    REQUIRE(tests::eventually([&] { return there.is(waits_for_lock); }));
    process.send(SIGKILL);
    CHECK(process.wait() == 128 + SIGKILL);
    there.run("ROLLBACK");
    CHECK(tests::eventually([&] { return there.is(probes_are_gone); }));
    CHECK(tests::eventually([&] { return Beside(databases.here_settings()).is(probes_are_gone); }));
    tests::ChildProcess again(words);
    const int code = again.wait();
    INFO(again.output());
    CHECK(code == 0);
  }
}

TEST_CASE("a lock that is not to be had is said, and the other tables are compared") {
  TwoDatabases databases;
  databases.both(items);
  databases.both("CREATE TABLE locked(id int PRIMARY KEY)");
  Beside there(databases.there_settings());
  there.run("BEGIN; LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
  RunOptions options = databases.options();
  options.lock_timeout = std::chrono::milliseconds(50);
  const Outcome outcome = TwoDatabases::outcome_of(run(options, {}));
  INFO(told(outcome));
  REQUIRE(outcome.findings.size() == 1);
  CHECK(outcome.findings[0].id == "compare.locked");
  CHECK(figure(outcome, "tables_compared") == 1);
}

// The check alone, told to stop when `go_on` was asked so often.
Outcome run_for(int questions, Memory& memory, const TwoDatabases& databases) {
  Session session = Session::connect(databases.here_settings(), {}, {}).value();
  const auto environment = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
  const std::string argument = TwoDatabases::address_of(databases.there_settings()) + "?settle=1ms";
  const platform::Environment none = environment;
  const CheckOptions options;
  Context context{.session = session,
                  .options = options,
                  .argument = argument,
                  .deadline = Clock::now() + std::chrono::minutes(5),
                  .memory = memory,
                  .go_on = [&questions] { return questions-- > 0; },
                  .tell = [](const Progress&) {},
                  .connect_to = [](const ConnectionSettings& settings) -> core::Expected<Session> {
                    return Session::connect(settings, {}, {}).value();
                  },
                  .environment = none};
  return compare_check.run(context);
}

TEST_CASE("a run that ends early is gone on with by the next one") {
  TwoDatabases databases;
  databases.both(items);
  databases.both("CREATE TABLE small(id int PRIMARY KEY); ANALYZE small");
  databases.there("UPDATE item SET name = '' WHERE id = 1; DELETE FROM item WHERE id = 60000");
  Memory memory;
  const Outcome first = run_for(4, memory, databases);
  INFO(told(first));
  CHECK_FALSE(first.whole);
  CHECK(figure(first, "tables_compared") == 1);
  CHECK(figure(first, "rows") == 10'000);
  CHECK(keys_of(first, "compare.row_differs") == "(id)=(1) in name");
  const Outcome second = run_for(1000, memory, databases);
  CHECK(second.whole);
  CHECK(figure(second, "rows") == 50'000);
  CHECK(told(second) == "compare.row_missing_there: table public.item: 1 rows are here and not there: (id)=(60000)\n");
  CHECK(figure(run_for(1000, memory, databases), "rows") == 60'000);
}

TEST_CASE("an argument out of grammar could not be checked, without showing a password") {
  TwoDatabases databases;
  RunOptions options = databases.options();
  options.checks = select(std::vector<std::string>{"compare:host=db password=hunter2?rows=x"}).value();
  const RunReport report = run(options, {});
  CHECK(told(report.databases[0].checks[0].outcome).contains("rows=x is not a whole number"));
  CHECK_FALSE(report.databases[0].checks[0].argument.contains("hunter2"));
}

}  // namespace
}  // namespace chandler::probe
