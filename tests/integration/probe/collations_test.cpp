#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe/probed_database.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

// As an upgrade of ICU would leave it.
void outdate(const ProbedDatabase& database, const std::string& collation) {
  REQUIRE(database.sql("WITH changed AS (UPDATE pg_collation SET collversion = '1.1' WHERE collname = '" + collation +
                       "' RETURNING 1) SELECT count(*) FROM changed") == "1");
}

TEST_CASE("an index is found by the collation of a column and by that within an expression") {
  const ProbedDatabase database;
  database.sql(
      "CREATE TABLE guest (name text COLLATE \"de-x-icu\" UNIQUE, town text); "
      "CREATE INDEX guest_town ON guest ((town COLLATE \"fr-x-icu\" > 'm')); CREATE INDEX guest_plain ON guest (town)");
  CHECK(outcome_of(database.options("collation_drift")).findings.empty());
  outdate(database, "de-x-icu");
  outdate(database, "fr-x-icu");
  const probe::Outcome outcome = outcome_of(database.options("collation_drift"));
  const probe::Finding unique = one(outcome, "collation_drift.index", "index public.guest_name_key");
  CHECK(unique.meaning.contains("twice"));
  CHECK(unique.remedy.contains("ALTER COLLATION REFRESH VERSION"));
  CHECK(one(outcome, "collation_drift.index", "index public.guest_town").severity == Severity::problem);
  CHECK(outcome.findings.size() == 2);
}

TEST_CASE("a collation that a column has and no index is a note; one that nothing uses is not asked for its version") {
  const ProbedDatabase database;
  database.sql("CREATE TABLE guest (name text COLLATE \"de-x-icu\")");
  outdate(database, "de-x-icu");
  outdate(database, "fr-x-icu");
  const probe::Outcome outcome = outcome_of(database.options("collation_drift"));
  INFO(text_of(outcome));
  CHECK(one(outcome, "collation_drift.collation", "collation pg_catalog.\"de-x-icu\"").severity == Severity::info);
  CHECK(outcome.findings.size() == 1);
}

TEST_CASE("the database's own collation is that of the indexes that name none") {
  const ProbedDatabase usual;
  if (std::stoi(usual.sql("SHOW server_version_num")) < 150000) SKIP("the database remembers its version from 15 on");
  const ProbedDatabase database("TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de'");
  database.sql(
      "CREATE TABLE guest (name text, age int); CREATE INDEX guest_name ON guest (name); CREATE INDEX ON guest (age)");
  CHECK(outcome_of(database.options("collation_drift")).findings.empty());
  REQUIRE(database.sql("WITH changed AS (UPDATE pg_database SET datcollversion = '1.1' WHERE datname = "
                       "current_database() RETURNING 1) SELECT count(*) FROM changed") == "1");
  const probe::Outcome outcome = outcome_of(database.options("collation_drift"));
  CHECK(one(outcome, "collation_drift.index", "index public.guest_name").remedy.contains("ALTER DATABASE"));
  for (const probe::Finding& finding : outcome.findings) CHECK(finding.object != "index public.guest_age_idx");
}

}  // namespace
}  // namespace chandler::tests
