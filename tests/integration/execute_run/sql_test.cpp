#include "sidecar/handler/sql_handler.hpp"
#include "tests/integration/execute_run/running.hpp"

namespace chandler::execute {
namespace {

HandlerPlan calling(const Database& database, const std::string& function, std::size_t concurrency) {
  return sql_handler({.database = database.settings(), .function = function, .concurrency = concurrency});
}

constexpr const char* ledger = "CREATE TABLE effect (task bigint, name text)";

}  // namespace

TEST_CASE("a function gets the task, and its result is kept") {
  Database database;
  database.ask(ledger);
  SECTION("as the row") {
    database.ask(
        "CREATE FUNCTION cook(t chandler.task) RETURNS text LANGUAGE sql AS "
        "'INSERT INTO effect VALUES (t.id, t.name) RETURNING upper(name)'");
  }
  SECTION("as the payload") {
    database.ask(
        "CREATE FUNCTION cook(order_ jsonb) RETURNS text LANGUAGE sql AS "
        "'INSERT INTO effect VALUES (1, order_->>''what'') RETURNING upper(name)'");
  }
  database.ask("SELECT chandler.enqueue('default', 'soup', '{\"what\": \"soup\"}')");
  Running running(options_of(database, calling(database, "public.cook", 4)));
  wait_until(database, all_done);
  CHECK(database.ask("SELECT result FROM chandler.task") == "\"SOUP\"");
  CHECK(database.ask("SELECT string_agg(task || name, ',') FROM effect") == "1soup");
}

TEST_CASE("a function of a batch gets several, which succeed together") {
  Database database;
  database.ask(ledger);
  database.ask(
      "CREATE FUNCTION cook(all_ chandler.task[]) RETURNS void LANGUAGE sql AS "
      "'INSERT INTO effect SELECT id, name FROM unnest(all_)'");
  database.ask("SELECT count(chandler.enqueue('default', 'soup', '{}')) FROM generate_series(1, 500)");
  Running running(options_of(database, calling(database, "cook", 100), 100));
  wait_until(database, all_done);
  CHECK(database.number("SELECT count(DISTINCT task) FROM effect") == 500);
}

TEST_CASE("a call that fails leaves nothing behind, and harms none of its batch") {
  Database database;
  database.ask(ledger);
  database.ask(
      "CREATE FUNCTION cook(t chandler.task) RETURNS void LANGUAGE plpgsql AS "
      "$$BEGIN INSERT INTO effect VALUES (t.id, t.name); PERFORM 1 / (t.payload->>'by')::int; END$$");
  database.ask(
      "SELECT count(chandler.enqueue('default', 'soup', jsonb_build_object('by', n % 10), max_attempts => 1)) "
      "FROM generate_series(1, 100) n");
  Running running(options_of(database, calling(database, "cook", 40), 40));
  wait_until(database, all_done);
  CHECK(database.number("SELECT count(*) FROM chandler.task WHERE state = 'failed'") == 10);
  CHECK(database.ask("SELECT DISTINCT error FROM chandler.task WHERE state = 'failed'") ==
        "division by zero (SQLSTATE 22012)");
  CHECK(database.number("SELECT count(*) FROM effect") == 90);
}

TEST_CASE("each effect happens exactly once, whatever connections are cut") {
  Database database;
  database.ask(ledger);
  database.ask(
      "CREATE FUNCTION cook(t chandler.task) RETURNS void LANGUAGE sql AS 'INSERT INTO effect VALUES (t.id, t.name)'");
  Running running(options_of(database, calling(database, "cook", 16), 16));
  for (int i = 0; i < 40; ++i) {
    database.ask(
        "SELECT count(chandler.enqueue('default', 't', '{}', max_attempts => 1000)) FROM generate_series(1, 50)");
    database.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'chandler execute%' "
        "AND datname = current_database()");
    database.ask("UPDATE chandler.task SET run_at = now() WHERE state = 'scheduled'");
  }
  REQUIRE(tests::eventually([&] {
    database.ask("UPDATE chandler.task SET run_at = now() WHERE state = 'scheduled'");
    return database.ask(std::string("SELECT ") + all_done) == "t";
  }));
  CHECK(database.number("SELECT count(*) FROM effect") == 2000);
  CHECK(database.number("SELECT count(DISTINCT task) FROM effect") == 2000);
}

}  // namespace chandler::execute
