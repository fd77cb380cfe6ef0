#include <string>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

constexpr auto dishes = "CREATE TABLE dish(id int PRIMARY KEY, name text NOT NULL)";

TEST_CASE_METHOD(Fixture, "a script runs once for each content, within the run's transaction") {
  run(dishes);
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup') ON CONFLICT DO NOTHING;\n");
  CHECK(load_one().action == Action::ran);
  run("DELETE FROM dish");
  CHECK(load_one().action == Action::unchanged);
  CHECK(value("SELECT count(*) FROM dish") == "0");
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup'), (2, 'cake; or pie')");
  CHECK(load_one().action == Action::ran);
  CHECK(value("SELECT string_agg(name, ',' ORDER BY id) FROM dish") == "soup,cake; or pie");
  CHECK(value("SELECT string_agg(data_set || ' ' || source, ',') FROM chandler.dataset_load") ==
        "seed.sql seed.sql,seed.sql seed.sql");
}

TEST_CASE_METHOD(Fixture, "scripts run by name behind the tables of the run, and see their rows") {
  run(dishes);
  run("CREATE TABLE total(n bigint)");
  write("dish.csv", "id,name\n1,soup\n2,cake\n");
  write("10-count.sql", "INSERT INTO total SELECT count(*) FROM dish");
  write("20-double.sql", "UPDATE total SET n = n * 10");
  const auto results = load();
  REQUIRE(results.has_value());
  REQUIRE(results->size() == 3);
  CHECK(results->front().action == Action::loaded);
  CHECK(results->at(1).file == "10-count.sql");
  CHECK(value("SELECT n FROM total") == "20");
}

TEST_CASE_METHOD(Fixture, "a script that fails takes everything back and says where") {
  run(dishes);
  write("dish.csv", "id,name\n1,soup\n");
  write("seed.sql", "INSERT INTO dish VALUES (2, 'cake');\n\nINSERT INTO dish\n  VALUES (3, NULL);\n");
  const auto error = failure();
  CHECK(error.code == "load.script_failed");
  CHECK(error.where == "seed.sql:3:1");
  CHECK(error.sqlstate == "23502");
  CHECK(error.message.contains("in \"INSERT INTO dish VALUES (3, NULL);\""));
  CHECK(value("SELECT count(*) FROM dish") == "0");
}

TEST_CASE_METHOD(Fixture, "rows of a COPY in a script are read, and a bad one is named by its line") {
  run(dishes);
  write("seed.sql", "BEGIN;\nCOPY dish FROM stdin;\n1\tsoup; of the day\n2\tcake\n\\.\nCOMMIT;\n");
  CHECK(load_one().action == Action::ran);
  CHECK(value("SELECT name FROM dish WHERE id = 1") == "soup; of the day");
  write("seed.sql", "COPY dish FROM stdin;\n3\tpie\nx\ttea\n\\.\n");
  CHECK(failure().where == "seed.sql:3:1");
  CHECK(value("SELECT count(*) FROM dish") == "2");
}

TEST_CASE_METHOD(Fixture, "what cannot be part of a transaction is refused before anything runs") {
  run(dishes);
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup'); COMMIT; INSERT INTO dish VALUES (2, 'cake')");
  CHECK(failure().code == "load.script_commits");
  write("seed.sql", "VACUUM dish");
  CHECK(failure().code == "load.script_commits");
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup');\n\\i more.sql\n");
  const auto psql = failure();
  CHECK(psql.code == "sql.psql_command");
  CHECK(psql.where == "seed.sql:2:1");
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup");
  CHECK(failure().where == "seed.sql:1:29");
  write("seed.sql", "INSERT INTO dish VALUES\n(1, 'caf\xE9')");
  const auto latin = failure();
  CHECK(latin.code == "load.not_utf8");
  CHECK(latin.where == "seed.sql:2");
  CHECK(value("SELECT count(*) FROM dish") == "0");
}

TEST_CASE_METHOD(Fixture, "what a script sets in its session does not reach the next one") {
  run(dishes);
  run("CREATE SCHEMA other");
  write("10.sql", "SELECT pg_catalog.set_config('search_path', 'other', false); SET datestyle = 'German'");
  write("20.sql", "INSERT INTO dish VALUES (1, current_setting('datestyle'))");
  REQUIRE(load().has_value());
  CHECK(value("SELECT name FROM dish") == "ISO, MDY");
}

TEST_CASE_METHOD(Fixture, "a dry run of a script leaves nothing") {
  run(dishes);
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup')");
  Options how = options();
  how.dry_run = true;
  const auto results = bring(how, {});
  REQUIRE(results.has_value());
  CHECK(results->front().action == Action::would_run);
  CHECK(value("SELECT count(*) FROM dish") == "0");
  CHECK(load_one().action == Action::ran);
}

TEST_CASE_METHOD(Fixture, "a script stands in load.yaml by its file alone, and takes no other table") {
  run(dishes);
  write("seed.sql", "INSERT INTO dish VALUES (1, 'soup')");
  write("load.yaml", "version: 1\ndata_sets:\n  - file: seed.sql\n    mode: append\n");
  const auto error = failure();
  CHECK(error.where == "load.yaml:3:5");
  CHECK(error.message.contains("seed.sql is a script of SQL"));
  write("load.yaml", "version: 1\ndata_sets:\n  - file: seed.sql\n");
  CHECK(load_one().action == Action::ran);
}

TEST_CASE_METHOD(Fixture, "a refresh runs a changed script, notes an unchanged one, and swaps none") {
  run(dishes);
  write("dish.csv", "id,name\n1,soup\n");
  write("seed.sql", "INSERT INTO dish VALUES (2, 'cake') ON CONFLICT DO NOTHING");
  Options how = options();
  how.purpose = Purpose::refresh;
  how.policy.mode = Mode::swap;
  const auto refused = bring(how, {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "refresh.mixed_modes");
  CHECK(refused.error().where == "seed.sql");
  how.policy.mode = Mode::merge;
  REQUIRE(bring(how, {}).has_value());
  REQUIRE(bring(how, {}).has_value());
  CHECK(value("SELECT count(*) FROM chandler.dataset_load WHERE confirmed IS NOT NULL") == "2");
}

}  // namespace
}  // namespace chandler::dataset
