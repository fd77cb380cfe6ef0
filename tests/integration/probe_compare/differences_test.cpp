#include "tests/integration/probe_compare/fixture.hpp"

namespace chandler::probe {
namespace {

constexpr std::string_view items =
    "CREATE TABLE item(id int PRIMARY KEY, name text, price numeric(10,2)); "
    "INSERT INTO item SELECT i, 'dish ' || i, i / 7.0 FROM generate_series(1, 30000) i; ANALYZE item";

TEST_CASE("equal tables are ok, and what was compared is said") {
  TwoDatabases databases;
  databases.both(items);
  databases.both("CREATE TABLE empty(id int PRIMARY KEY)");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(outcome.findings.empty());
  CHECK_FALSE(outcome.error.has_value());
  CHECK(outcome.whole);
  CHECK(figure(outcome, "tables_compared") == 2);
  CHECK(figure(outcome, "rows") == 30'000);
  CHECK(figure(outcome, "size_bytes") > 1'000'000);
}

TEST_CASE("rows are found that are missing here, missing there, or differ, and no other") {
  TwoDatabases databases;
  databases.both(items);
  databases.here("DELETE FROM item WHERE id IN (1, 15000)");
  databases.there("DELETE FROM item WHERE id IN (2, 30000); INSERT INTO item VALUES (-5, 'before'), (40000, 'behind')");
  databases.there("UPDATE item SET price = price + 1, name = NULL WHERE id = 7777");
  databases.there("UPDATE item SET name = '' WHERE id = 20000");
  databases.here("UPDATE item SET name = NULL WHERE id = 20000");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(outcome.findings.size() == 3);
  CHECK(keys_of(outcome, "compare.row_missing_here") == "(id)=(-5), (id)=(1), (id)=(15000), (id)=(40000)");
  CHECK(keys_of(outcome, "compare.row_missing_there") == "(id)=(2), (id)=(30000)");
  CHECK(keys_of(outcome, "compare.row_differs") == "(id)=(7777) in name and price, (id)=(20000) in name");
  SECTION("a column that is ignored is not compared") {
    CHECK(keys_of(databases.compare("ignore=name"), "compare.row_differs") == "(id)=(7777) in price");
  }
  SECTION("so many keys are named as asked for") {
    CHECK(keys_of(databases.compare("rows=1"), "compare.row_differs") == "(id)=(7777) in name and price");
  }
}

TEST_CASE("values of two rows that changed places differ") {
  TwoDatabases databases;
  databases.both(items);
  databases.there("UPDATE item SET name = CASE id WHEN 5 THEN 'dish 6' ELSE 'dish 5' END WHERE id IN (5, 6)");
  CHECK(keys_of(databases.compare(), "compare.row_differs") == "(id)=(5) in name, (id)=(6) in name");
}

TEST_CASE("a table that is empty on one side misses all its rows, of which some are named") {
  TwoDatabases databases;
  databases.both(items);
  SECTION("there") {
    databases.there("TRUNCATE item");
    CHECK(keys_of(databases.compare("rows=2"), "compare.row_missing_there").starts_with("(id)=("));
  }
  SECTION("here, also while the server thinks that there are rows") {
    databases.here("DELETE FROM item");
    const Outcome outcome = databases.compare("rows=2");
    CHECK(told(outcome).contains("at least 1000 rows are there and not here"));
  }
}

TEST_CASE("tables and columns that one side lacks are findings of their own") {
  TwoDatabases databases;
  databases.both(items);
  databases.here("CREATE TABLE only_here(id int PRIMARY KEY); ALTER TABLE item ADD COLUMN seen date DEFAULT now()");
  databases.there("CREATE SCHEMA menu; CREATE TABLE menu.only_there(id int); UPDATE item SET name = 'x' WHERE id = 9");
  const Outcome outcome = databases.compare();
  CHECK(told(outcome) ==
        "compare.columns_differ: table public.item: columns only here: seen. The rest of its columns was compared\n"
        "compare.table_missing: table public.only_here: it is here and not there\n"
        "compare.table_missing: table menu.only_there: it is there and not here\n"
        "compare.row_differs: table public.item: 1 rows have the same key and other values: (id)=(9) in name\n");
}

TEST_CASE("columns may stand in another order, dropped ones do not count, generated ones are compared") {
  TwoDatabases databases;
  databases.here("CREATE TABLE item(id int PRIMARY KEY, a text, b int, c int GENERATED ALWAYS AS (b * 2) STORED)");
  databases.there(
      "CREATE TABLE item(gone text, b int, id int, a text, c int); ALTER TABLE item DROP COLUMN gone, ADD PRIMARY KEY "
      "(id)");
  databases.here("INSERT INTO item(id, a, b) SELECT i, 'x' || i, i FROM generate_series(1, 100) i");
  databases.there("INSERT INTO item(id, a, b, c) SELECT i, 'x' || i, i, 2 * i FROM generate_series(1, 100) i");
  CHECK(told(databases.compare()).empty());
  databases.there("UPDATE item SET c = 0 WHERE id = 50");
  CHECK(keys_of(databases.compare(), "compare.row_differs") == "(id)=(50) in c");
}

TEST_CASE("partitions are compared with their parent, also with a plain table") {
  TwoDatabases databases;
  databases.here(
      "CREATE TABLE log(id int PRIMARY KEY, t text) PARTITION BY RANGE (id); "
      "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (5000); "
      "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (5000) TO (50000)");
  databases.there("CREATE TABLE log(id int PRIMARY KEY, t text)");
  databases.both("INSERT INTO log SELECT i, 'x' || i FROM generate_series(1, 20000) i; ANALYZE");
  const Outcome equal = databases.compare();
  CHECK(told(equal).empty());
  CHECK(figure(equal, "rows") == 20'000);
  databases.there("DELETE FROM log WHERE id = 4999");
  CHECK(keys_of(databases.compare(), "compare.row_missing_there") == "(id)=(4999)");
}

TEST_CASE("a parent's rows are not those of tables that inherit from it") {
  TwoDatabases databases;
  databases.both("CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE child(PRIMARY KEY (id)) INHERITS (parent)");
  databases.here("INSERT INTO child VALUES (1)");
  CHECK(told(databases.compare()) ==
        "compare.row_missing_there: table public.child: 1 rows are here and not there: (id)=(1)\n");
}

TEST_CASE("views and foreign tables are left out, large objects and tables without a key are said") {
  TwoDatabases databases;
  databases.both(
      "CREATE TABLE bare(a int); CREATE VIEW v AS SELECT 1 AS id; CREATE MATERIALIZED VIEW m AS SELECT 1 AS id; "
      "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f(id int) SERVER s");
  databases.here("SELECT lo_create(0)");
  const Outcome outcome = databases.compare();
  CHECK(outcome.findings.size() == 2);
  CHECK(told(outcome).contains("compare.no_key: : tables without a primary key are not compared: public.bare"));
  CHECK(told(outcome).contains("compare.large_objects"));
}

}  // namespace
}  // namespace chandler::probe
