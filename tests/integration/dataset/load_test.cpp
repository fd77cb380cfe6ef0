#include <catch2/generators/catch_generators.hpp>

#include "dataset/bring/bring.hpp"
#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view menu =
    "CREATE TABLE food_item(id int PRIMARY KEY, name text NOT NULL, price numeric(8,2), sold timestamptz)";

TEST_CASE_METHOD(Fixture, "an empty table takes all rows") {
  run(menu);
  write("food_item.csv", "id,name,price,sold\n1,\"Soup \"\"of\"\" day\",4.50,2026-01-01 10:00+00\n2,\"\",,\n");
  const auto result = load_one();
  CHECK(result.action == Action::loaded);
  CHECK(result.table == "public.food_item");
  CHECK(result.counts.read == 2);
  CHECK(result.counts.inserted == 2);
  CHECK(value("SELECT name FROM food_item WHERE id = 1") == "Soup \"of\" day");
  CHECK(value("SELECT name = '' AND price IS NULL FROM food_item WHERE id = 2") == "t");
}

TEST_CASE_METHOD(Fixture, "a changed file writes the rows that differ and no others") {
  run(menu);
  run("CREATE TABLE written(id int)");
  run("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO written VALUES (new.id); RETURN "
      "new; END'");
  write("food_item.csv", "id,name,price\n1,Soup,4.50\n2,Steak,12.00\n3,Ice,3\n");
  load_one();
  run("CREATE TRIGGER note BEFORE INSERT OR UPDATE ON food_item FOR EACH ROW EXECUTE FUNCTION note()");
  const std::string place = value("SELECT ctid FROM food_item WHERE id = 1");
  write("food_item.csv", "price,id,name\n4.50,1,Soup\n13.00,2,Steak\n,3,Ice\n7,4,Cake\n");
  const auto result = load_one();
  CHECK(result.counts.read == 4);
  CHECK(result.counts.inserted == 1);
  CHECK(result.counts.updated == 2);
  CHECK(value("SELECT string_agg(id::text, ',' ORDER BY id) FROM written") == "2,3,4");
  CHECK(value("SELECT ctid FROM food_item WHERE id = 1") == place);
  CHECK(value("SELECT price FROM food_item WHERE id = 3") == "NULL");
}

TEST_CASE_METHOD(Fixture, "rows that the file lacks stay, and so do columns that it lacks") {
  run(menu);
  run("INSERT INTO food_item VALUES (1, 'Soup', 4.50, '2026-01-01'), (9, 'Own', 1, NULL)");
  write("food_item.csv", "id,name\n1,Broth\n");
  CHECK(load_one().counts.updated == 1);
  CHECK(value("SELECT name || price || (sold IS NOT NULL) FROM food_item WHERE id = 1") == "Broth4.50true");
  CHECK(value("SELECT count(*) FROM food_item") == "2");
}

TEST_CASE_METHOD(Fixture, "values that = calls equal but that are not the same are written") {
  run("CREATE TABLE t(id int PRIMARY KEY, n numeric, j json, p point, f float8)");
  run("INSERT INTO t VALUES (1, 1.0, '{\"a\":1}', '(1,2)', 0), (2, 1.0, '{\"a\":1}', '(1,2)', 1)");
  write("t.csv", "id,n,j,p,f\n1,1.00,\"{\"\"a\"\": 1}\",\"(1,2)\",-0\n2,1.0,\"{\"\"a\"\":1}\",\"(1,2)\",1\n");
  CHECK(load_one().counts.updated == 1);
  CHECK(value("SELECT n || ' ' || j::text || ' ' || f FROM t WHERE id = 1") == "1.00 {\"a\": 1} -0");
}

TEST_CASE_METHOD(Fixture, "all files of a run are loaded, or none") {
  run(menu);
  run("CREATE TABLE zone(id int PRIMARY KEY)");
  write("food_item.csv", "id,name\n1,Soup\n");
  write("zone.csv", "id\n1\nx\n");
  CHECK(failure().where == "zone.csv:3, column id");
  CHECK(value("SELECT count(*) FROM food_item") == "0");
  write("zone.csv", "id\n1\n2\n");
  const auto results = load();
  REQUIRE(results.has_value());
  CHECK(results->size() == 2);
  CHECK(value("SELECT (SELECT count(*) FROM food_item) + (SELECT count(*) FROM zone)") == "3");
}

TEST_CASE_METHOD(Fixture, "parents are loaded before their children, whatever the files' names") {
  run("CREATE TABLE z_category(id int PRIMARY KEY)");
  run("CREATE TABLE a_item(id int PRIMARY KEY, category int REFERENCES z_category)");
  write("z_category.csv", "id\n1\n");
  write("a_item.csv", "id,category\n1,1\n");
  CHECK(load().has_value());
  CHECK(value("SELECT category FROM a_item") == "1");
}

TEST_CASE_METHOD(Fixture, "a cycle of foreign keys is refused by its tables") {
  run("CREATE TABLE a(id int PRIMARY KEY, b int); CREATE TABLE b(id int PRIMARY KEY, a int REFERENCES a)");
  run("ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b");
  write("a.csv", "id,b\n1,1\n");
  write("b.csv", "id,a\n1,1\n");
  const auto error = failure();
  CHECK(error.code == "load.reference_cycle");
  CHECK(error.message.contains("public.a → public.b → public.a"));
  SECTION("but one that is deferrable is loaded") {
    run("ALTER TABLE a ALTER CONSTRAINT a_b DEFERRABLE");
    CHECK(load().has_value());
    CHECK(value("SELECT count(*) FROM a JOIN b ON a.b = b.id AND b.a = a.id") == "1");
  }
  SECTION("and its rows are checked at the end, with their line") {
    run("ALTER TABLE a ALTER CONSTRAINT a_b DEFERRABLE");
    write("a.csv", "id,b\n1,1\n2,7\n");
    const auto orphan = failure();
    CHECK(orphan.where == "a.csv:3, column b");
    CHECK(orphan.message.contains("\"7\" is not in public.b.id"));
    CHECK(value("SELECT count(*) FROM a") == "0");
  }
}

TEST_CASE_METHOD(Fixture, "a dry run counts, checks and changes nothing") {
  run(menu);
  run("INSERT INTO food_item VALUES (1, 'Soup', 4.50)");
  write("food_item.csv", "id,name,price\n1,Soup,5\n2,Steak,12\n");
  Options dry = options();
  dry.dry_run = true;
  const auto results = bring(dry, {});
  REQUIRE(results.has_value());
  CHECK(results->front().action == Action::would_load);
  CHECK(results->front().counts.inserted == 1);
  CHECK(results->front().counts.updated == 1);
  CHECK(value("SELECT count(*) FROM food_item") == "1");
  CHECK(value("SELECT to_regnamespace('chandler')") == "NULL");
  write("food_item.csv", "id,name,price\n1,,5\n");
  CHECK_FALSE(bring(dry, {}).has_value());
}

TEST_CASE_METHOD(Fixture, "two large tables in the key's order, and in none, are merged alike") {
  run("CREATE TABLE \"it's\"(\"key\" int PRIMARY KEY, v text)");
  const bool ordered = GENERATE(true, false);
  run("INSERT INTO \"it's\" SELECT i, 'old' FROM generate_series(1, 20000) i ORDER BY " +
      std::string(ordered ? "i" : "hashint4(i)"));
  run("ANALYZE \"it's\"");
  std::string text = "key,v\n";
  for (int row = 20'500; row > 0; --row) {
    const int key = ordered ? 20'501 - row : row * 7919 % 20'501;
    text += std::to_string(key) + (key % 100 == 0 ? ",new\n" : ",old\n");
  }
  write("it's.csv", text);
  const auto result = load_one();
  CHECK(result.counts.updated == 200);
  CHECK(result.counts.inserted == 500);
  CHECK(value("SELECT count(*) FROM \"it's\" WHERE (v = 'new') = (\"key\" % 100 = 0)") == "20500");
}

TEST_CASE_METHOD(Fixture, "--table names the table of one file") {
  run("CREATE SCHEMA \"My Menu\"; CREATE TABLE \"My Menu\".\"Food Item\"(\"Item Id\" int PRIMARY KEY, \"a\"\"b\" "
      "text)");
  write("x.csv", "Item Id,\"a\"\"b\"\n1,x\n");
  Options named = options();
  named.table = "\"My Menu\".\"Food Item\"";
  CHECK(bring(named, {}).has_value());
  CHECK(value("SELECT \"a\"\"b\" FROM \"My Menu\".\"Food Item\"") == "x");
}

TEST_CASE_METHOD(Fixture, "a stop before or during a load leaves nothing") {
  run(menu);
  std::string text = "id,name\n";
  for (int row = 0; row < 50'000; ++row) text += std::to_string(row) + ",Soup\n";
  write("food_item.csv", text);
  std::stop_source stop;
  stop.request_stop();
  const auto results = bring(options(), stop.get_token());
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().outcome == core::Outcome::could_not);
  CHECK(value("SELECT count(*) FROM food_item") == "0");
}

TEST_CASE_METHOD(Fixture, "a table that changed much is analyzed, one that changed little is not") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text) WITH (autovacuum_enabled = false)");
  const auto estimate = [this] { return value("SELECT reltuples FROM pg_class WHERE relname = 't'"); };
  write("t.csv", rows(999, "a"));
  load_one();
  CHECK_FALSE(estimate() == "999");
  write("t.csv", rows(5'000, "b"));
  load_one();
  CHECK(estimate() == "5000");
  write("t.csv", rows(5'400, "b"));  // less than a tenth of it
  load_one();
  CHECK(estimate() == "5000");
}

}  // namespace
}  // namespace chandler::dataset
