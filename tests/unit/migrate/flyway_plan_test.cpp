#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/layout.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate {
namespace {

std::string sum_of(std::string_view text) {
  return std::to_string(flyway_layout::checksum(text));
}

HistoryRow row(int rank, std::optional<std::string> version, std::string description, std::string type,
               std::optional<std::string> checksum, bool success = true) {
  return {std::to_string(rank), std::move(version),  std::move(description), std::move(type),
          "script.sql",         std::move(checksum), success ? "t" : "f"};
}

std::vector<std::string> pending(const Plan& plan) {
  std::vector<std::string> out;
  for (const Step& step : plan.pending) out.push_back(step.file);
  return out;
}

Plan plan(const TemporaryFolder& folder, const History& history, const PlanSettings& settings = {}) {
  auto out = flyway().plan(folder.open(), history, settings);
  if (!out) FAIL(core::describe(out.error()));
  return *std::move(out);
}

core::Error refusal(const TemporaryFolder& folder, const History& history, const PlanSettings& settings = {}) {
  auto out = flyway().plan(folder.open(), history, settings);
  REQUIRE_FALSE(out.has_value());
  CHECK(out.error().outcome == core::Outcome::problem);
  CHECK_FALSE(out.error().hint.empty());
  return out.error();
}

using Names = std::vector<std::string>;

TEST_CASE("flyway: a new database gets versions by number, then repeatables by description") {
  const TemporaryFolder folder({{"V10__c.sql", ""},
                                {"V2__b.sql", ""},
                                {"sub/V1.5__a.sql", ""},
                                {"R__z.sql", ""},
                                {"R__a.sql", ""},
                                {"U2__b.sql", ""}});
  const Plan made = plan(folder, {});
  CHECK(pending(made) == Names{"sub/V1.5__a.sql", "V2__b.sql", "V10__c.sql", "R__a.sql", "R__z.sql"});
  CHECK(made.pending[0].rank == 1);
  CHECK(made.pending[4].rank == 5);
  CHECK(made.from_version.empty());
  CHECK(made.to_version == "10");
}

TEST_CASE("flyway: what the history holds is done") {
  const TemporaryFolder folder({{"V1__a.sql", "a;\n"}, {"V2__b.sql", "b;"}});
  const Plan made = plan(folder, {row(0, std::nullopt, "<< Flyway Schema Creation >>", "SCHEMA", std::nullopt),
                                  row(1, "1.0", "a", "SQL", sum_of("a;"))});
  CHECK(pending(made) == Names{"V2__b.sql"});
  CHECK(made.applied == 1);
  CHECK(made.pending[0].rank == 2);
}

TEST_CASE("flyway: a changed file is refused with both checksums") {
  const TemporaryFolder folder({{"V1__a.sql", "changed;"}});
  const core::Error error = refusal(folder, {row(1, "1", "a", "SQL", "42")});
  CHECK(error.code == "migrate.changed_file");
  CHECK(error.where == "V1__a.sql");
  CHECK(error.message.contains("42"));
  CHECK(error.message.contains(sum_of("changed;")));
}

TEST_CASE("flyway: added comments are told apart from a real change") {
  const TemporaryFolder folder({{"V1__a.sql", "-- Copyright\n\nSELECT 1;\n"}});
  const core::Error error = refusal(folder, {row(1, "1", "a", "SQL", sum_of("SELECT 1;\n"))});
  CHECK(error.code == "migrate.changed_file");
  CHECK(error.message.ends_with("but only comments were added"));
  CHECK(error.hint.contains("chandler migrate repair"));
}

TEST_CASE("flyway: an applied version without its file is refused") {
  const TemporaryFolder folder({{"V2__b.sql", ""}});
  CHECK(refusal(folder, {row(1, "1", "a", "SQL", "1"), row(2, "2", "b", "SQL", "0")}).code == "migrate.missing_file");
}

TEST_CASE("flyway: a database ahead of the files is a policy") {
  const TemporaryFolder folder({{"V1__a.sql", ""}});
  const History history{row(1, "1", "a", "SQL", "0"), row(2, "2", "b", "SQL", "7")};
  CHECK(refusal(folder, history).code == "migrate.ahead");
  const Plan made = plan(folder, history, {.on_ahead = OnAhead::allow});
  CHECK(made.pending.empty());
  CHECK(made.ahead);
  CHECK(made.from_version == "2");
}

TEST_CASE("flyway: a file that comes late is refused") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"V2__b.sql", ""}, {"V3__c.sql", ""}});
  const core::Error error = refusal(folder, {row(1, "1", "a", "SQL", "0"), row(2, "3", "c", "SQL", "0")});
  CHECK(error.code == "migrate.out_of_order");
  CHECK(error.where == "V2__b.sql");
}

TEST_CASE("flyway: a target ends the plan") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"V2__b.sql", ""}, {"V3__c.sql", ""}, {"R__r.sql", ""}});
  CHECK(pending(plan(folder, {}, {.target = "2"})) == Names{"V1__a.sql", "V2__b.sql", "R__r.sql"});
  CHECK(refusal(folder, {}, {.target = "two"}).code == "migrate.bad_target");
}

TEST_CASE("flyway: a repeatable runs again when its text or a placeholder changes") {
  const TemporaryFolder folder({{"R__v.sql", "SELECT ${x}"}});
  const History history{row(1, std::nullopt, "v", "SQL", sum_of("SELECT 1"))};
  CHECK(plan(folder, history, {.placeholders = {{"x", "1"}}}).pending.empty());
  const Plan changed = plan(folder, history, {.placeholders = {{"x", "2"}}});
  REQUIRE(changed.pending.size() == 1);
  CHECK(changed.pending[0].rank == 2);
  CHECK(changed.pending[0].version.empty());
}

TEST_CASE("flyway: a new database starts at the newest baseline file") {
  const TemporaryFolder folder(
      {{"V1__a.sql", ""}, {"B2__base.sql", ""}, {"B1__base.sql", ""}, {"V2__b.sql", ""}, {"V3__c.sql", ""}});
  const Plan made = plan(folder, {});
  CHECK(pending(made) == Names{"B2__base.sql", "V3__c.sql"});
  CHECK(made.pending[0].type == "SQL_BASELINE");
  CHECK(pending(plan(folder, {row(1, "1", "a", "SQL", "0")})) == Names{"V2__b.sql", "V3__c.sql"});
  CHECK(pending(plan(folder, {row(1, "2", "base", "SQL_BASELINE", "0")})) == Names{"V3__c.sql"});
  CHECK(pending(plan(folder, {row(1, "2", "<< Flyway Baseline >>", "BASELINE", std::nullopt)})) == Names{"V3__c.sql"});
}

TEST_CASE("flyway: undone and deleted versions are gone") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"V2__b.sql", ""}});
  CHECK(pending(plan(folder, {row(1, "1", "a", "SQL", "0"), row(2, "2", "b", "SQL", "0"),
                              row(3, "2", "b", "UNDO_SQL", "0")})) == Names{"V2__b.sql"});
  CHECK(plan(folder, {row(1, "1", "a", "SQL", "0"), row(2, "1.5", "x", "SQL", "0"), row(3, "2", "b", "SQL", "0"),
                      row(4, "1.5", "x", "DELETE", "0")})
            .pending.empty());
}

TEST_CASE("flyway: a failed row makes its file interrupted, with its rank") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"V2__b.sql", ""}});
  const Plan made = plan(folder, {row(1, "1", "a", "SQL", "0"), row(2, "2", "b", "SQL", "0", false)});
  REQUIRE(made.pending.size() == 1);
  CHECK(made.pending[0].interrupted);
  CHECK(made.pending[0].rank == 2);
  const TemporaryFolder without({{"V1__a.sql", ""}});
  CHECK(refusal(without, {row(1, "1", "a", "SQL", "0"), row(2, "2", "b", "SQL", "0", false)}).code == "migrate.dirty");
}

TEST_CASE("flyway: a Java migration in the history is noted") {
  const TemporaryFolder folder({{"V2__b.sql", ""}, {"afterMigrate.sql", ""}});
  const Plan made = plan(folder, {row(1, "1", "a", "JDBC", std::nullopt)});
  CHECK(pending(made) == Names{"V2__b.sql"});
  REQUIRE(made.notes.size() == 2);
  CHECK(made.notes[0].contains("JDBC"));
  CHECK(made.notes[1].contains("callback"));
}

TEST_CASE("flyway: the history's SQL quotes what comes from outside") {
  const Step step{
      .file = "it's.sql", .version = "1", .description = "a\\b'c", .type = "SQL", .checksum = -5, .rank = 3};
  const std::string sql = flyway().applied("my\"schema", step);
  CHECK(sql.starts_with("INSERT INTO \"my\"\"schema\".\"flyway_schema_history\" "));
  CHECK(sql.contains("(3, '1', E'a\\\\b''c', 'SQL', 'it''s.sql', -5, CURRENT_USER, "));
}

}  // namespace
}  // namespace chandler::migrate
