#include "tests/integration/dataset/remote.hpp"

#include <catch2/generators/catch_generators.hpp>

namespace chandler::dataset {
namespace {

constexpr std::string_view item = "CREATE TABLE item(id int PRIMARY KEY, name text NOT NULL, price numeric(8,2))";

Policy deleting() {
  return {.delete_vanished = true, .guards = {.empty_allowed = false}};
}

TEST_CASE_METHOD(Remote, "a table of another database is loaded, and once more only where it changed") {
  run(item);
  run_there(std::format("{}; INSERT INTO item SELECT i, 'item ' || i, i / 7.0 FROM generate_series(1, 1000) i", item));
  const DataSetResult first = load(table("item"));
  CHECK(first.action == Action::loaded);
  CHECK(first.counts == Counts{.read = 1000, .inserted = 1000});
  CHECK(value("SELECT sum(price) FROM item") == value_there("SELECT sum(price) FROM item"));

  run("CREATE TABLE rows_before AS SELECT id, xmin::text AS x, ctid::text AS at FROM item");
  const DataSetResult second = load(table("item"));
  CHECK(second.action == Action::unchanged);
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "1");
  CHECK(value("SELECT count(*) FROM item JOIN rows_before b USING (id) WHERE x = item.xmin::text AND at = "
              "item.ctid::text") == "1000");

  run_there("UPDATE item SET name = 'new' WHERE id % 100 = 0; INSERT INTO item VALUES (1001, 'last', NULL)");
  const DataSetResult third = load(table("public.item"));
  CHECK(third.counts == Counts{.read = 1001, .inserted = 1, .updated = 10});
  CHECK(value("SELECT count(*) FROM item JOIN rows_before b USING (id) WHERE x = item.xmin::text") == "990");
  CHECK(value("SELECT name FROM item WHERE id = 700") == "new");
}

TEST_CASE_METHOD(Remote, "a refresh deletes what vanished there, and notes what it finds unchanged") {
  run(item);
  run_there(std::format("{}; INSERT INTO item SELECT i, 'x', i FROM generate_series(1, 10) i", item));
  const Options options = from({table("item")}, Purpose::refresh, deleting());
  CHECK(bring_one(options).counts.inserted == 10);
  run_there("DELETE FROM item WHERE id > 8");
  CHECK(bring_one(options).counts == Counts{.read = 8, .deleted = 2});
  CHECK(value("SELECT count(confirmed) FROM chandler.dataset_load") == "0");
  CHECK(bring_one(options).action == Action::unchanged);
  CHECK(value("SELECT count(confirmed) FROM chandler.dataset_load") == "1");
  run_there("DELETE FROM item");
  CHECK(refusal(options).code == "refresh.empty_source");
  CHECK(value("SELECT count(*) FROM item") == "8");
}

TEST_CASE_METHOD(Remote, "the ledger says from where, and neither as whom nor by which query") {
  run(item);
  run_there(std::format("{}; INSERT INTO item VALUES (1, 'a', 2)", item));
  load(query("SELECT id, 'secret' AS name FROM item", "item"));
  const std::string port = settings().parameters.at("port");
  const std::string wanted =
      std::format("postgres://127.0.0.1:{}/{}?query=…&into=item", port, value_there("SELECT current_database()"));
  CHECK(value("SELECT address FROM chandler.dataset_load") == wanted);
  CHECK(value("SELECT source FROM chandler.dataset_load") == wanted);
  CHECK(value("SELECT name FROM item") == "secret");
}

TEST_CASE_METHOD(Remote, "views, partitions and columns that the target generates are read as well") {
  run("CREATE TABLE p(id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED); CREATE TABLE v(id int "
      "PRIMARY "
      "KEY)");
  run_there(
      "CREATE TABLE p(id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (id); "
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE VIEW v AS SELECT id FROM p WHERE id > 3; "
      "INSERT INTO p SELECT generate_series(1, 5)");
  const auto results = bring(from({table("p"), table("v")}), {});
  REQUIRE(results.has_value());
  CHECK(value("SELECT sum(twice) FROM p") == "30");
  CHECK(value("SELECT count(*) FROM v") == "2");
}

TEST_CASE_METHOD(Remote, "a table that is its own source is refused") {
  run(item);
  const auto& here = settings().parameters;
  for (const auto& key : {"host", "port", "dbname"}) secret_folder().write(key, here.at(key));
  CHECK(refusal(from({table("item")})).code == "source.itself");
}

TEST_CASE_METHOD(Remote, "a value that the column does not take is told with row, column and value") {
  run("CREATE TABLE item(id int PRIMARY KEY, price numeric(8,2))");
  run_there("CREATE TABLE item(id int, price text); INSERT INTO item VALUES (1, '1.5'), (2, '12,50')");
  const bool filled = GENERATE(false, true);
  if (filled) run("INSERT INTO item VALUES (7, 1)");
  const core::Error error = refusal(from({table("item")}));
  CHECK(error.code == "load.bad_value");
  CHECK(error.outcome == core::Outcome::problem);
  CHECK(error.where.ends_with("?table=item: row 2, column price"));
  CHECK(error.message.starts_with("\"12,50\" is not a numeric(8,2)"));
  CHECK(value("SELECT count(*) FROM item") == (filled ? "1" : "0"));
  CHECK(value("SELECT error ~ '12,50' FROM chandler.dataset_load WHERE outcome = 'failed'") == "t");
}

TEST_CASE_METHOD(Remote, "a row that a constraint refuses is told by its number") {
  run("CREATE TABLE item(id int PRIMARY KEY, price int CHECK (price > 0))");
  run_there(
      "CREATE TABLE item(id int, price int); INSERT INTO item SELECT i, i FROM generate_series(1, 50) i; UPDATE "
      "item SET price = -1 WHERE id = 33; INSERT INTO item VALUES (51, 1)");
  const Policy policy{.mode = GENERATE(Mode::merge, Mode::swap)};
  const core::Error error = refusal(from({table("item")}, Purpose::refresh, policy));
  CHECK(error.code == "load.bad_row");
  CHECK(error.where.ends_with("?table=item: row 50"));  // an update stands behind the others
  CHECK(error.message.contains("item_price_check"));
}

TEST_CASE_METHOD(Remote, "two rows with one key are told") {
  run("CREATE TABLE item(id int PRIMARY KEY); INSERT INTO item VALUES (9)");
  run_there("CREATE TABLE item(id int); INSERT INTO item VALUES (1), (2), (1)");
  const core::Error error = refusal(from({table("item")}));
  CHECK(error.code == "load.duplicate_key");
  CHECK(error.where.ends_with(": row 3"));
  CHECK(error.message == "the same key as in row 1: id = \"1\"");
}

TEST_CASE_METHOD(Remote, "columns that the target lacks are told") {
  run("CREATE TABLE item(id int PRIMARY KEY, price int)");
  run_there("CREATE TABLE item(id int, prise int)");
  const core::Error error = refusal(from({table("item")}));
  CHECK(error.code == "load.bad_header");
  CHECK(error.where.ends_with("?table=item"));
  CHECK(error.hint.contains("Did you mean price?"));
}

TEST_CASE_METHOD(Remote, "what the source refuses to read is told in its words") {
  run(item);
  run_there(std::format("{}; DROP ROLE IF EXISTS nobody_much; CREATE ROLE nobody_much LOGIN", item));
  secret_folder().write("user", "nobody_much");
  const core::Error error = refusal(from({table("item")}));
  CHECK(error.code == "source.refused");
  CHECK(error.outcome == core::Outcome::problem);
  CHECK(error.message.contains("permission denied for table item"));
  CHECK(error.hint.contains("GRANT SELECT"));
}

TEST_CASE_METHOD(Remote, "what is not one query that only reads is refused, and changes nothing") {
  run("CREATE TABLE item(id int PRIMARY KEY)");
  run_there("CREATE TABLE item(id int); CREATE SEQUENCE s");
  const auto* sql = GENERATE("SELECT 1 AS id; DROP TABLE item", "INSERT INTO item VALUES (1) RETURNING id",
                             "DELETE FROM item", "SELECT 1 AS id) TO STDOUT; DROP TABLE item; COPY (SELECT 1",
                             "SELECT nextval('s') AS id", "COMMIT", "SELECT id INTO other FROM item", "no query",
                             "WITH w AS (INSERT INTO item VALUES (1) RETURNING id) SELECT * FROM w");
  INFO(sql);
  const core::Error error = refusal(from({query(sql, "item")}));
  CHECK(error.code.starts_with("source."));
  CHECK(error.outcome == core::Outcome::problem);
  CHECK(error.hint.contains("Expected one SELECT"));
  CHECK(value_there("SELECT count(*) FROM item") == "0");
}

TEST_CASE_METHOD(Remote, "a query's last line may be a comment, and a semicolon may end it") {
  run("CREATE TABLE item(id int PRIMARY KEY)");
  CHECK(load(query("SELECT generate_series(1, 3) AS id -- three", "item")).counts.inserted == 3);
  run("ALTER TABLE item RENAME id TO column1");
  CHECK(load(query("VALUES (1), (2) ;\n", "item")).counts.read == 2);
}

TEST_CASE_METHOD(Remote, "a query names its columns and the table that it fills") {
  run("CREATE TABLE item(id int PRIMARY KEY)");
  CHECK(refusal(from({query("SELECT 1", "item")})).message.contains("has no column \"?column?\""));
  Options options = from({std::format("postgres:{}?query=SELECT 1 AS id", secret())});
  CHECK(refusal(options).message.contains("which table"));
  options.table = "item";
  CHECK(bring_one(options).counts.inserted == 1);
}

TEST_CASE_METHOD(Remote, "what an address may not say") {
  CHECK(refusal(from({std::format("postgres:{}?tabel=item", secret())})).hint == "Did you mean table=?");
  const core::Error address = refusal(from({"postgresql://u:hunter2@db.example/x?table=item"}));
  CHECK(address.outcome == core::Outcome::usage);
  CHECK(address.where == "postgresql://…");
  CHECK(refusal(from({"postgres:/no/such/folder?table=item"})).code == "load.source_missing");
  secret_folder().remove("host");
  CHECK(refusal(from({table("item")})).code == "database.no_host");
  secret_folder().write("uri", "postgres://u:hunter2@[broken");
  CHECK(refusal(from({table("item")})).code == "database.bad_uri");
  secret_folder().write("uri", "postgresql://u:hunter2@127.0.0.1:1/x");
  for (const char* key : {"port", "dbname", "user", "password"}) secret_folder().remove(key);
  const core::Error away = refusal(from({table("item")}));
  CHECK(away.code == "database.unreachable");
  CHECK(away.outcome == core::Outcome::could_not);
}

TEST_CASE_METHOD(Remote, "a name is a folder below CHANDLER_SOURCE_DIR") {
  run("CREATE TABLE item(id int PRIMARY KEY)");
  run_there("CREATE TABLE item(id int); INSERT INTO item VALUES (1)");
  const std::filesystem::path folder = secret();
  Options options = from({std::format("postgres:{}?table=item", folder.filename().string())});
  options.download.environment = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "CHANDLER_SOURCE_DIR") return folder.parent_path().string();
    return std::nullopt;
  };
  CHECK(bring_one(options).counts.inserted == 1);
}

TEST_CASE_METHOD(Remote, "a dry run of another database's table changes nothing, not even a ledger") {
  run(item);
  run_there(std::format("{}; INSERT INTO item VALUES (1, 'a', 2)", item));
  run("INSERT INTO item VALUES (2, 'b', 3)");
  Options options = from({table("item")});
  options.dry_run = true;
  CHECK(bring_one(options).action == Action::would_load);
  CHECK(value("SELECT count(*) FROM item") == "1");
  CHECK(value("SELECT to_regclass('chandler.dataset_load')") == "NULL");
}

}  // namespace
}  // namespace chandler::dataset
