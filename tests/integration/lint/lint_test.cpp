#include <algorithm>
#include <array>
#include <format>
#include <ranges>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/lint/by_hand.hpp"
#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"

namespace chandler::migrate::lint {
namespace {

using tests::Database;
using tests::Program;

// A database that is at version 1, and what lint finds in version 2.
class AtVersionOne {
 public:
  explicit AtVersionOne(const std::string& sql) {
    folder_.write("V1__before.sql", sql);
    const auto done = database_.migrate(folder_);
    if (!done) FAIL(core::describe(done.error()));
  }

  Database& database() { return database_; }
  const TemporaryFolder& folder() const { return folder_; }

  std::vector<Finding> found(const std::string& sql) {
    folder_.write("V2__after.sql", sql);
    const Options options{.source = folder_.path(), .database = database_.settings()};
    auto findings = lint_by_hand(options, {.with_database = true}, {});
    if (!findings) FAIL(core::describe(findings.error()));
    return *std::move(findings);
  }

  std::vector<std::string> rules(const std::string& sql) {
    std::vector<std::string> out;
    for (const Finding& each : found(sql)) out.emplace_back(each.rule->id);
    return out;
  }

 private:
  Database database_;
  TemporaryFolder folder_;
};

using Rules = std::vector<std::string>;

// Some 9 MB, so that it is no small table.
constexpr std::string_view big_orders =
    "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, amount int, code varchar(10), note text);"
    "INSERT INTO orders SELECT i, i, i, 'c', repeat('x', 100) FROM generate_series(1, 60000) i;"
    "ALTER TABLE orders ADD CONSTRAINT amount_known CHECK (amount IS NOT NULL);"
    "CREATE INDEX orders_customer ON orders (customer_id);"
    "CREATE TABLE customers (id bigint PRIMARY KEY);"
    "CREATE TABLE empty (a int);"
    "CREATE TABLE few AS SELECT 1 AS a;";

TEST_CASE("the database tells how big a table is") {
  AtVersionOne at(std::string(big_orders) + "ANALYZE orders;");
  const auto big = at.found("CREATE INDEX ON orders (amount);");
  REQUIRE(big.size() == 1);
  CHECK(big[0].level == Level::refuse);
  CHECK(big[0].message.contains("orders (9 MB, about 60,000 rows)"));
  const auto few = at.found("CREATE INDEX ON few (a);");
  REQUIRE(few.size() == 1);
  CHECK(few[0].level == Level::warn);
  CHECK(at.rules("CREATE INDEX ON empty (a);").empty());
  CHECK(at.rules("CREATE INDEX ON missing (a);").empty());
}

TEST_CASE("the database tells the types of columns") {
  AtVersionOne at{std::string(big_orders)};
  CHECK(at.rules("ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);").empty());
  CHECK(at.rules("ALTER TABLE orders ALTER COLUMN code TYPE varchar(5);") == Rules{"change-type"});
  CHECK(at.rules("ALTER TABLE orders ALTER COLUMN amount TYPE bigint;") == Rules{"change-type"});
}

TEST_CASE("the database tells what is proven, and what has an index") {
  AtVersionOne at{std::string(big_orders)};
  CHECK(at.rules("ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;").empty());
  CHECK(at.rules("ALTER TABLE orders ALTER COLUMN note SET NOT NULL;") == Rules{"set-not-null"});
  CHECK(at.rules("ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;").empty());
  CHECK(at.rules("ALTER TABLE orders ADD FOREIGN KEY (amount) REFERENCES customers NOT VALID;") ==
        Rules{"unindexed-foreign-key"});
  CHECK(at.rules("DROP INDEX orders_customer;") == Rules{"drop-index"});
}

TEST_CASE("domains, partitions and views are those of the database") {
  AtVersionOne at(
      "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');"
      "CREATE TABLE people (name text); INSERT INTO people SELECT repeat('x', 1000) FROM generate_series(1, 3000);"
      "CREATE TABLE measured (day date) PARTITION BY RANGE (day);"
      "CREATE TABLE rest PARTITION OF measured DEFAULT;"
      "INSERT INTO measured SELECT '2026-01-01' FROM generate_series(1, 60000);"
      "CREATE VIEW names AS SELECT name FROM people;");
  CHECK(at.rules("ALTER TABLE people ADD COLUMN mail email;") == Rules{"add-column-constrained-domain"});
  const auto partitioned = at.found("CREATE INDEX ON measured (day);");
  REQUIRE(partitioned.size() == 1);
  CHECK(partitioned[0].level == Level::refuse);
  CHECK(partitioned[0].safe_way.contains("ATTACH PARTITION"));
  CHECK(at.rules("DROP VIEW names;") == Rules{"drop-view"});
}

TEST_CASE("names of another schema and odd names are found") {
  AtVersionOne at(
      "CREATE SCHEMA other; CREATE TABLE other.\"Odd \"\"name\" (\"A b\" int, c int[]);"
      "CREATE TABLE same (a int); CREATE TABLE other.same (b int);");
  CHECK(at.rules("ALTER TABLE other.\"Odd \"\"name\" DROP COLUMN \"A b\";") == Rules{"drop-column"});
  CHECK(at.rules("ALTER TABLE same DROP COLUMN a;") == Rules{"drop-column"});
  CHECK(at.rules("ALTER TABLE same DROP COLUMN IF EXISTS b;").empty());
  CHECK(at.rules("ALTER TABLE other.same DROP COLUMN b;") == Rules{"drop-column"});
}

// What PostgreSQL itself does: a table is rewritten where its file changes.
TEST_CASE("PostgreSQL rewrites what lint says it rewrites, and nothing else") {
  AtVersionOne at(
      "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE DOMAIN label AS text;"
      "CREATE FUNCTION seven() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 7; END';"
      "CREATE FUNCTION eight() RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 8; END';"
      "CREATE TABLE t (a int, b varchar(10), c numeric(10, 2), d timestamptz(3), e cidr, f text, g char(3), h int);"
      "INSERT INTO t SELECT i, 'b', 1, now(), '10.0.0.0/8', repeat('x', 100), 'g', 1 FROM generate_series(1, 20000) "
      "i;");
  Database& database = at.database();
  const std::vector<std::string> changes{
      "ADD COLUMN x int DEFAULT 7",
      "ADD COLUMN x timestamptz DEFAULT now()",
      "ADD COLUMN x text NOT NULL DEFAULT lower('A')",
      "ADD COLUMN x uuid DEFAULT gen_random_uuid()",
      "ADD COLUMN x timestamptz DEFAULT clock_timestamp()",
      "ADD COLUMN x int DEFAULT seven()",
      "ADD COLUMN x int DEFAULT eight()",
      "ADD COLUMN x int GENERATED ALWAYS AS (a * 2) STORED",
      "ADD COLUMN x bigserial",
      "ADD COLUMN x bigint GENERATED ALWAYS AS IDENTITY",
      "ADD COLUMN x label",
      "ADD COLUMN x email",
      "ALTER COLUMN a TYPE bigint",
      "ALTER COLUMN b TYPE varchar(20)",
      "ALTER COLUMN b TYPE varchar",
      "ALTER COLUMN b TYPE text",
      "ALTER COLUMN b TYPE text USING b::text",
      "ALTER COLUMN b TYPE text USING lower(b)",
      "ALTER COLUMN b TYPE varchar(5)",
      "ALTER COLUMN c TYPE numeric(12, 2)",
      "ALTER COLUMN c TYPE numeric",
      "ALTER COLUMN c TYPE numeric(12, 3)",
      "ALTER COLUMN d TYPE timestamptz",
      "ALTER COLUMN d TYPE timestamptz(6)",
      "ALTER COLUMN d TYPE timestamptz(0)",
      "ALTER COLUMN e TYPE inet",
      "ALTER COLUMN f TYPE varchar",
      "ALTER COLUMN f TYPE varchar(200)",
      "ALTER COLUMN g TYPE text",
      "SET UNLOGGED",
      "SET (fillfactor = 90)",
      "ALTER COLUMN h SET DEFAULT 2",
  };
  for (const std::string& change : changes) {
    const std::string sql = "ALTER TABLE t " + change + ";";
    INFO(sql);
    const bool said =
        std::ranges::any_of(at.found(sql), [](const Finding& each) { return each.message.contains("is rewritten"); });
    const std::string before = database.value("SELECT pg_relation_filenode('t')");
    database.run("BEGIN");
    database.run(sql);
    const bool rewritten = database.value("SELECT pg_relation_filenode('t')") != before;
    database.run("ROLLBACK");
    CHECK(said == rewritten);
  }
}

// What PostgreSQL itself tells at DEBUG1 of the work that takes as long as the table is big.
bool tells_of_work(const std::vector<std::string>& notices) {
  static constexpr std::array<std::string_view, 4> words{"verifying table", "rewriting table", "building index",
                                                         "validating foreign key constraint"};
  return std::ranges::any_of(notices, [](const std::string& notice) {
    return std::ranges::any_of(words, [&](std::string_view word) { return notice.starts_with(word); });
  });
}

TEST_CASE("PostgreSQL reads or writes all rows where lint says so, and nowhere else") {
  AtVersionOne at(
      "CREATE TABLE o (id bigint PRIMARY KEY); INSERT INTO o SELECT generate_series(1, 20000);"
      "CREATE TABLE t (id bigint NOT NULL, a int, b int, c int NOT NULL,"
      " CONSTRAINT known CHECK (b IS NOT NULL AND b > 0), CONSTRAINT later CHECK (a > 0) NOT VALID);"
      "INSERT INTO t SELECT i, 1, 1, 1 FROM generate_series(1, 60000) i; CREATE UNIQUE INDEX t_id ON t (id);"
      "ALTER TABLE t ADD CONSTRAINT to_o FOREIGN KEY (a) REFERENCES o NOT VALID; CREATE INDEX t_a ON t (a);"
      "CREATE INDEX t_b ON t (b);"
      "CREATE TABLE p (d int) PARTITION BY LIST (d);"
      "CREATE TABLE q (d int); INSERT INTO q SELECT 1 FROM generate_series(1, 60000);"
      "CREATE TABLE r (d int, CHECK (d IS NOT NULL AND d = 2)); INSERT INTO r SELECT 2 FROM generate_series(1, "
      "60000);");
  const std::vector<std::string> statements{
      "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
      "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
      "ALTER TABLE t ALTER COLUMN c SET NOT NULL",
      "ALTER TABLE t ADD CHECK (a < 100)",
      "ALTER TABLE t ADD CHECK (a < 100) NOT VALID",
      "ALTER TABLE t ADD COLUMN x int CHECK (x > 0)",
      "ALTER TABLE t ADD COLUMN x int DEFAULT 1 CHECK (x > 0)",
      "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 1",
      "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES o",
      "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES o NOT VALID",
      "ALTER TABLE t ADD COLUMN x bigint REFERENCES o",
      "ALTER TABLE t ADD COLUMN x bigint DEFAULT 1 REFERENCES o",
      "ALTER TABLE t ADD UNIQUE (id)",
      "ALTER TABLE t ADD UNIQUE USING INDEX t_id",
      "ALTER TABLE t ADD PRIMARY KEY (id)",
      "ALTER TABLE t ADD PRIMARY KEY USING INDEX t_id",
      "CREATE INDEX ON t (c)",
      "REINDEX TABLE t",
      "ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1)",
      "ALTER TABLE p ATTACH PARTITION r FOR VALUES IN (2)",
      "ALTER TABLE t SET (fillfactor = 90)",
      "ALTER TABLE t DROP COLUMN a",
  };
  std::vector<std::string> notices;
  auto session = platform::postgres::Session::connect(
      at.database().settings(),
      {.on_notice = [&](std::string_view, std::string_view message) { notices.emplace_back(message); }}, {});
  REQUIRE(session.has_value());
  REQUIRE(session->run("SET client_min_messages = debug1").has_value());
  for (const std::string& statement : statements) {
    INFO(statement);
    const bool said = std::ranges::any_of(at.found(statement + ";"),
                                          [](const Finding& each) { return each.rule->cost == Cost::by_rows; });
    notices.clear();
    REQUIRE(session->run("BEGIN").has_value());
    REQUIRE(session->run(statement).has_value());
    REQUIRE(session->run("ROLLBACK").has_value());
    CHECK(said == tells_of_work(notices));
  }
}

// What PostgreSQL itself locks: an ACCESS EXCLUSIVE lock is on the table where lint knows of one.
TEST_CASE("PostgreSQL locks out readers where lint says that it does") {
  AtVersionOne at(
      "CREATE TABLE o (id bigint PRIMARY KEY);"
      "CREATE TABLE t (id bigint PRIMARY KEY, a int, CONSTRAINT k CHECK (a > 0) NOT VALID);"
      "CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT 1 AS one; CREATE TABLE p (d date) PARTITION BY RANGE (d);"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();");
  const std::vector<std::string> statements{
      "ALTER TABLE t ADD COLUMN x int",
      "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
      "ALTER TABLE t ALTER COLUMN a SET STATISTICS 100",
      "ALTER TABLE t SET (fillfactor = 90)",
      "ALTER TABLE t VALIDATE CONSTRAINT k",
      "ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES o",
      "ALTER TABLE t ADD CHECK (a < 9) NOT VALID",
      "ALTER TABLE t DISABLE TRIGGER g",
      "ALTER TABLE t REPLICA IDENTITY FULL",
      "ALTER TABLE t CLUSTER ON i",
      "ALTER TABLE t RENAME COLUMN a TO b",
      "ALTER TABLE t RENAME TO u",
      "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
      "CREATE INDEX ON t (a)",
      "CREATE TRIGGER h BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
      "DROP TRIGGER g ON t",
      "TRUNCATE t",
      "LOCK TABLE t IN SHARE MODE",
      "LOCK TABLE t",
      "UPDATE t SET a = 1",
      "DROP TABLE t",
  };
  for (const std::string& statement : statements) {
    INFO(statement);
    // Two such tables in one transaction are a finding, and one is not.
    const auto rules = at.rules("ALTER TABLE o ADD COLUMN y int; " + statement + ";");
    at.database().run("BEGIN");
    const std::string table = at.database().value("SELECT 't'::regclass::oid");
    at.database().run(statement);
    const std::string locked = at.database().value(std::format(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = {} AND mode = 'AccessExclusiveLock' AND pid = "
        "pg_backend_pid())",
        table));
    at.database().run("ROLLBACK");
    CHECK(std::ranges::contains(rules, "several-locks") == (locked == "t"));
  }
}

TEST_CASE("a run that refuses applies nothing, one that warns applies all") {
  Database database;
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a (b int);"}});
  REQUIRE(database.migrate(folder).has_value());
  folder.write("V2__b.sql", "CREATE TABLE c (d int);");
  folder.write("V3__c.sql", "SELECT 1;\nALTER TABLE a DROP COLUMN b;");
  Summary summary;
  const auto refused = database.migrate(folder, summary, [](Options& options) { options.lint = LintMode::refuse; });
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "migrate.lint");
  CHECK(refused.error().outcome == core::Outcome::problem);
  CHECK(refused.error().where == "V3__c.sql:2:1");
  CHECK(refused.error().message.contains("drop-column"));
  CHECK(database.value("SELECT to_regclass('c') IS NULL") == "t");
  const auto warned = database.migrate(folder, summary, [](Options& options) { options.lint = LintMode::warn; });
  CHECK(warned.has_value());
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "3");
}

TEST_CASE("on a fresh database nothing is in use") {
  Database database;
  const TemporaryFolder folder(
      {{"V1__a.sql", "CREATE TABLE a (b int); CREATE INDEX ON a (b);"}, {"V2__b.sql", "ALTER TABLE a DROP COLUMN b;"}});
  Summary summary;
  CHECK(database.migrate(folder, summary, [](Options& options) { options.lint = LintMode::refuse; }).has_value());
}

TEST_CASE("the program refuses with exit code 2, and says why and how") {
  Database database;
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a (b int);"}});
  REQUIRE(database.migrate(folder).has_value());
  folder.write("V2__b.sql", "ALTER TABLE a RENAME TO c;");
  Program refused(folder.path(), database.uri(), {"--lint", "refuse"});
  CHECK(refused.wait() == 2);
  CHECK(refused.output().contains("V2__b.sql:1:1"));
  CHECK(refused.output().contains("rename-table"));
  CHECK(refused.output().contains("chandler:lint-ignore rename-table"));
  folder.write("V2__b.sql", "-- chandler:lint-ignore rename-table nobody uses it\nALTER TABLE a RENAME TO c;");
  Program silenced(folder.path(), database.uri(), {"--lint", "refuse"});
  CHECK(silenced.wait() == 0);
}

TEST_CASE("by hand the program judges what is pending, and changes nothing") {
  Database database;
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a (b int);"}});
  REQUIRE(database.migrate(folder).has_value());
  folder.write("V2__b.sql", "DROP TABLE a;");
  Program lint(folder.path(), database.uri(), {"lint", "--output", "json"});
  CHECK(lint.wait() == 2);
  CHECK(lint.output().contains("{\"rule\":\"drop-table\",\"level\":\"refuse\""));
  Program warned(folder.path(), database.uri(), {"lint", "--level", "drop-table=warn"});
  CHECK(warned.wait() == 0);
  CHECK(database.value("SELECT to_regclass('a') IS NOT NULL") == "t");
}

}  // namespace
}  // namespace chandler::migrate::lint
