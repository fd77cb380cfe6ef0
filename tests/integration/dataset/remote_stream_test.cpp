#include <csignal>
#include <future>

#include <catch2/generators/catch_generators.hpp>

#include "tests/integration/dataset/remote.hpp"

namespace chandler::dataset {
namespace {

using Results = core::Expected<std::vector<DataSetResult>>;

// So many rows that they do not fit into what the connections hold.
constexpr std::string_view many = "SELECT i AS id, repeat('x', 1000) AS v FROM generate_series(1, 100000) i";

// The last row waits at the gate.
std::string last_row_gated(const Remote& remote) {
  return std::format("{} UNION ALL SELECT 0, 'last' FROM ({}) g", many, remote.gated("SELECT 1"));
}

TEST_CASE_METHOD(Remote, "a source that dies in mid-stream leaves nothing behind, and another run may help") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  const bool filled = GENERATE(false, true);
  if (filled) run("INSERT INTO t VALUES (-1, 'old')");
  close_gate();
  const Options options = from({query(last_row_gated(*this), "t")});
  auto loading = std::async(std::launch::async, [&] { return bring(options, {}); });
  REQUIRE(tests::eventually([&] { return waits_at_gate(); }));
  run_there(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chandler source' AND "
      "datname = current_database()");
  const Results results = loading.get();
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().code == "source.lost");
  CHECK(results.error().outcome == core::Outcome::could_not);
  CHECK(value("SELECT count(*) FROM t") == (filled ? "1" : "0"));
  open_gate();
  CHECK(bring(options, {}).value().front().counts.read == 100'001);
}

TEST_CASE_METHOD(Remote, "all tables of a source are as of one instant, however long they take") {
  run("CREATE TABLE a(v int PRIMARY KEY); CREATE TABLE b(v int PRIMARY KEY)");
  run_there("CREATE TABLE a(v int); CREATE TABLE b(v int); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
  const Policy policy{.mode = GENERATE(Mode::merge, Mode::swap)};
  close_gate();
  const Options options =
      from({query("SELECT v FROM a WHERE pg_advisory_xact_lock_shared(7) IS NOT NULL", "a"), table("b")},
           Purpose::refresh, policy);
  auto loading = std::async(std::launch::async, [&] { return bring(options, {}); });
  REQUIRE(tests::eventually([&] { return waits_at_gate(); }));
  run_there("BEGIN; UPDATE a SET v = 2; UPDATE b SET v = 2; COMMIT");
  open_gate();
  const Results results = loading.get();
  REQUIRE(results.has_value());
  CHECK(value("SELECT (SELECT v FROM a) || ' ' || (SELECT v FROM b)") == "1 1");
}

TEST_CASE_METHOD(Remote, "rows that came later are never replaced by a snapshot that was taken earlier") {
  run("CREATE TABLE t(id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 0)");
  run_there("CREATE TABLE t(id int, v int); INSERT INTO t VALUES (1, 1)");
  // The first run waits for the data set's lock, which we hold, and has connected to its source.
  run("SELECT pg_advisory_lock(c, o) FROM (SELECT 0 AS c, 0 AS o) q WHERE false");
  close_gate();
  const Options slow = from({query("SELECT * FROM t WHERE pg_advisory_xact_lock_shared(7) IS NOT NULL", "t")});
  auto first = std::async(std::launch::async, [&] { return bring(slow, {}); });
  REQUIRE(tests::eventually([&] { return waits_at_gate(); }));
  auto second = std::async(std::launch::async, [&] { return bring(from({table("t")}), {}); });
  wait_until(*this,
             "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
             "'chandler load') = 2");
  run_there("UPDATE t SET v = 2");
  open_gate();
  REQUIRE(first.get().has_value());
  REQUIRE(second.get().has_value());
  CHECK(value("SELECT v FROM t") == "2");
}

TEST_CASE_METHOD(Remote, "a stop ends both sides at once, and nothing is loaded") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  close_gate();
  std::stop_source stop;
  const Options options = from({query(last_row_gated(*this), "t")});
  auto loading = std::async(std::launch::async, [&] { return bring(options, stop.get_token()); });
  REQUIRE(tests::eventually([&] { return waits_at_gate(); }));
  // Both columns are of the same built-in types here and there.
  CHECK(value_there("SELECT right(query, 15) FROM pg_stat_activity WHERE application_name = 'chandler source' AND "
                    "datname = current_database()") == "(FORMAT binary)");
  const auto asked = std::chrono::steady_clock::now();
  stop.request_stop();
  const Results results = loading.get();
  CHECK(std::chrono::steady_clock::now() - asked < std::chrono::seconds(3));
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().code == "stopped");
  CHECK_FALSE(waits_at_gate());
  CHECK(value("SELECT count(*) FROM t") == "0");
  open_gate();
}

TEST_CASE_METHOD(Remote, "a run that is killed in mid-stream leaves nothing, and the next one finishes") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'old'); CREATE TABLE other(id int)");
  write("other.csv", "id\n1\n");
  close_gate();
  const std::vector<std::string> words{"load", "--source", query(last_row_gated(*this), "t")};
  Program program(*this, "killed", words);
  REQUIRE(tests::eventually([&] { return waits_at_gate(); }));
  program.signal(SIGKILL);
  CHECK(program.wait() == 128 + SIGKILL);
  CHECK(value("SELECT v FROM t") == "old");
  open_gate();
  Program again(*this, "again", words);
  CHECK(again.wait() == 0);
  CHECK(value("SELECT count(*) FROM t") == "100001");
}

TEST_CASE_METHOD(Remote, "a swap of another database's table, and one of the same rows that needs none") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (-1, 'old')");
  run_there(std::format("CREATE TABLE t AS {} LIMIT 1000", many));
  const Options options = from({table("t")}, Purpose::refresh, {.mode = Mode::swap});
  CHECK(bring_one(options).counts == Counts{.read = 1000, .inserted = 1000, .deleted = 1});
  const std::string oid = value("SELECT 't'::regclass::oid");
  const DataSetResult second = bring_one(options);
  CHECK(second.action == Action::unchanged);
  CHECK(value("SELECT 't'::regclass::oid") == oid);
  CHECK(value("SELECT count(confirmed) || ' ' || count(*) FROM chandler.dataset_load") == "1 1");
  CHECK(value("SELECT count(*) FROM pg_class WHERE relname LIKE 'chandler\\_beside%'") == "0");
  run_there("DELETE FROM t WHERE id > 500");
  CHECK(bring_one(options).counts.read == 500);
}

TEST_CASE_METHOD(Remote, "the same content is appended once, whatever came between") {
  run("CREATE TABLE t(v int)");
  run_there("CREATE TABLE t(v int); INSERT INTO t VALUES (1), (2)");
  const Options options = from({table("t")}, Purpose::refresh, {.mode = Mode::append});
  CHECK(bring_one(options).counts.inserted == 2);
  CHECK(bring_one(options).action == Action::unchanged);
  run_there("UPDATE t SET v = v + 10");
  CHECK(bring_one(options).counts.inserted == 2);
  run_there("TRUNCATE t; INSERT INTO t VALUES (1), (2)");
  CHECK(bring_one(options).action == Action::unchanged);
  CHECK(value("SELECT count(*) FROM t") == "4");
}

TEST_CASE_METHOD(Remote, "several that start together write the rows once") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  run_there(std::format("CREATE TABLE t AS {} LIMIT 5000", many));
  std::vector<std::future<Results>> runs;
  for (int i = 0; i < 4; ++i)
    runs.push_back(std::async(std::launch::async, [&] { return bring(from({table("t")}), {}); }));
  int loaded = 0;
  for (auto& each : runs) {
    const Results results = each.get();
    REQUIRE(results.has_value());
    if (results->front().action == Action::loaded) ++loaded;
  }
  CHECK(loaded == 1);
  CHECK(value("SELECT count(*) FROM t") == "5000");
}

}  // namespace
}  // namespace chandler::dataset
