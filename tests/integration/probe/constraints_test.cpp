#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "platform/postgres/session.hpp"
#include "tests/integration/probe/probed_database.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

// Foreign keys and checks that nothing enforces while rows are written.
constexpr std::string_view menu = R"(
CREATE TABLE category (id int PRIMARY KEY, name text UNIQUE);
CREATE TABLE dish (id int PRIMARY KEY, category int REFERENCES category, price numeric CONSTRAINT not_free CHECK (price > 0));
INSERT INTO category SELECT i, 'c' || i FROM generate_series(1, 10) i;
INSERT INTO dish SELECT i, 1 + i % 10, i FROM generate_series(1, 1000) i;
INSERT INTO dish VALUES (1001, NULL, NULL);
)";

probe::RunOptions verifying(const ProbedDatabase& database) {
  probe::RunOptions options = database.options("constraints");
  options.check_options.verify_constraints = true;
  return options;
}

TEST_CASE("rows that keep to their constraints are no finding, NULL among them") {
  const ProbedDatabase database;
  database.sql(std::string(menu));
  const probe::Outcome outcome = outcome_of(verifying(database));
  INFO(text_of(outcome));
  CHECK(outcome.findings.empty());
  CHECK(outcome.whole);
  CHECK(figure(outcome.figures, "constraints") == 2);
  CHECK(figure(outcome.figures, "verified_constraints") == 2);
}

TEST_CASE("a row without its parent is named by its primary key, its place and what it refers to") {
  const ProbedDatabase database;
  database.sql(std::string(menu));
  database.sql(
      "SET session_replication_role = replica; UPDATE dish SET category = 77 WHERE id = 5; DELETE FROM category WHERE "
      "id = 3");
  // Not asked to read the tables it says nothing of it.
  CHECK(outcome_of(database.options("constraints")).findings.empty());
  const probe::Outcome outcome = outcome_of(verifying(database));
  const probe::Finding finding = one(outcome, "constraints.broken", "constraint dish_category_fkey on public.dish");
  CHECK(finding.severity == Severity::problem);
  CHECK(figure(finding.figures, "rows") == 101);
  CHECK(finding.meaning.starts_with(
      "101 rows of public.dish refer to rows that public.category does not hold: (id) = ("));
  const std::string ctid = database.sql("SELECT ctid FROM dish WHERE id = 5");
  database.sql("INSERT INTO category VALUES (3, 'c3')");
  const probe::Outcome second = outcome_of(verifying(database));
  const std::string meaning = one(second, "constraints.broken", "constraint dish_category_fkey on public.dish").meaning;
  CHECK(meaning == "1 row of public.dish refers to rows that public.category does not hold: (id) = (5) at " + ctid +
                       ", with (category) = (77)");
}

TEST_CASE("a check that is marked valid is asked of the rows all the same") {
  const ProbedDatabase database;
  database.sql(std::string(menu));
  database.sql(
      "ALTER TABLE dish DROP CONSTRAINT not_free; UPDATE dish SET price = -1 WHERE id = 7; ALTER TABLE dish ADD "
      "CONSTRAINT not_free CHECK (price > 0) NOT VALID");
  database.sql("UPDATE pg_constraint SET convalidated = true WHERE conname = 'not_free'");
  const probe::Outcome outcome = outcome_of(verifying(database));
  CHECK(one(outcome, "constraints.broken", "constraint not_free on public.dish").meaning.contains("(id) = (7)"));
  CHECK(outcome.findings.size() == 1);
}

TEST_CASE("of a table of wrong rows so many are counted, and some named") {
  const ProbedDatabase database;
  database.sql(
      "CREATE TABLE t (n int); INSERT INTO t SELECT -i FROM generate_series(1, 5000) i; ALTER TABLE t ADD CHECK (n > "
      "0) NOT VALID");
  const probe::Outcome outcome = outcome_of(verifying(database));
  const probe::Finding finding = one(outcome, "constraints.broken", "constraint t_n_check on public.t");
  CHECK(finding.meaning.starts_with("at least 1000 rows of public.t break it: at ("));
  CHECK(finding.meaning.ends_with("; …"));
  one(outcome, "constraints.not_valid", "constraint t_n_check on public.t");
}

TEST_CASE("partitions, several columns, MATCH FULL, other collations, quoted names and plain inheritance") {
  const ProbedDatabase database;
  database.sql(R"(
CREATE SCHEMA "my shop";
CREATE TABLE "my shop"."The Parent" (a text COLLATE "C", b int, UNIQUE (a, b)) ;
CREATE TABLE child (id int, "x y" text, b int, FOREIGN KEY ("x y", b) REFERENCES "my shop"."The Parent" (a, b) MATCH FULL)
  PARTITION BY RANGE (id);
CREATE TABLE child_1 PARTITION OF child FOR VALUES FROM (0) TO (10);
CREATE TABLE child_2 PARTITION OF child FOR VALUES FROM (10) TO (20);
CREATE TABLE base (v int CHECK (v > 0)); CREATE TABLE derived () INHERITS (base);
CREATE TABLE "my shop".self (id int PRIMARY KEY, parent int REFERENCES "my shop".self);
INSERT INTO "my shop"."The Parent" VALUES ('a', 1);
INSERT INTO child VALUES (1, 'a', 1), (11, NULL, NULL);
INSERT INTO base VALUES (1); INSERT INTO derived VALUES (2);
INSERT INTO "my shop".self VALUES (1, NULL), (2, 1))");
  const probe::Outcome sound = outcome_of(verifying(database));
  INFO(text_of(sound));
  CHECK(sound.findings.empty());
  // One of the partitioned table as a whole, two of the inheritance, one of the table itself.
  CHECK(figure(sound.figures, "verified_constraints") == 4);
  database.sql("SET session_replication_role = replica; INSERT INTO child VALUES (12, 'z', NULL), (13, 'q', 9)");
  const probe::Outcome outcome = outcome_of(verifying(database));
  const std::string meaning = one(outcome, "constraints.broken", "constraint child_x y_b_fkey on public.child").meaning;
  CHECK(meaning.starts_with("2 rows of public.child"));
  CHECK(meaning.contains("of public.child_2, with (\"x y\", b) = (z, NULL)"));
}

TEST_CASE("where a right lacks, or rows are hidden, the constraint could not be checked") {
  const ProbedDatabase database;
  database.sql(std::string(menu));
  const std::string role = "prober_" + database.settings().parameters.at("dbname");
  database.sql("CREATE ROLE " + role + " LOGIN; GRANT SELECT ON dish TO " + role);
  probe::RunOptions options = verifying(database);
  options.databases.front().parameters["user"] = role;
  const probe::Outcome refused = outcome_of(options);
  one(refused, "constraints.not_allowed", "constraint dish_category_fkey on public.dish");
  CHECK(refused.findings.size() == 1);
  database.sql("GRANT SELECT ON category TO " + role + "; ALTER TABLE category ENABLE ROW LEVEL SECURITY");
  const probe::Outcome hidden = outcome_of(options);
  one(hidden, "constraints.not_allowed", "constraint dish_category_fkey on public.dish");
  CHECK(hidden.findings.size() == 1);
}

TEST_CASE("short runs come to every constraint, where it is kept what was verified") {
  const ProbedDatabase database;
  database.sql(std::string(menu));
  // The larger table first; its check takes longer than the time there is.
  database.sql(
      "CREATE FUNCTION slow(n int) RETURNS boolean LANGUAGE sql AS 'SELECT pg_sleep(60) IS NOT NULL'; CREATE TABLE "
      "heavy "
      "(n int, filler text); INSERT INTO heavy SELECT i, repeat('x', 1000) FROM generate_series(1, 1000) i; ALTER "
      "TABLE "
      "heavy ADD CHECK (public.slow(n)) NOT VALID; ANALYZE");
  const TemporaryFolder folder;
  probe::RunOptions options = verifying(database);
  options.keep.file = folder.path() / "state.json";
  options.time_budget = std::chrono::seconds(2);
  const probe::Outcome first = outcome_of(options);
  CHECK_FALSE(first.whole);
  one(first, "constraints.too_long", "constraint heavy_n_check on public.heavy");
  // Its turn comes last now.
  options.time_budget = std::chrono::seconds(5);
  const probe::Outcome second = outcome_of(options);
  INFO(text_of(second));
  CHECK(figure(second.figures, "verified_constraints") == 2);
  CHECK_FALSE(second.whole);
}

TEST_CASE("who waits for one of the tables does not wait long") {
  const ProbedDatabase database;
  database.sql(
      "CREATE FUNCTION slow(n int) RETURNS boolean LANGUAGE sql AS 'SELECT pg_sleep(0.05) IS NOT NULL'; CREATE TABLE "
      "heavy (n int); INSERT INTO heavy SELECT generate_series(1, 2000); ALTER TABLE heavy ADD CHECK (public.slow(n)) "
      "NOT VALID");
  probe::RunOptions options = verifying(database);
  options.regardless_of_load = false;
  probe::Outcome outcome;
  {
    const std::jthread run([&] { outcome = outcome_of(options); });
    REQUIRE(eventually([&] {
      return database.sql("SELECT count(*) FROM pg_locks WHERE relation = 'heavy'::regclass AND granted") != "0";
    }));
    // Where nobody gave way this would fail.
    database.sql("SET lock_timeout = '60s'; ALTER TABLE heavy ADD COLUMN note text");
  }
  one(outcome, "constraints.gave_way", "constraint heavy_n_check on public.heavy");
}

}  // namespace
}  // namespace chandler::tests
