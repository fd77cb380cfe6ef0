#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/layout.hpp"
#include "tests/unit/migrate/layout_test.hpp"

namespace chandler::migrate {
namespace {

const std::string both = "-- +goose Up\nCREATE TABLE t ();\n-- +goose Down\nDROP TABLE t;\n";

HistoryRow row(int version, bool applied = true) {
  return {std::to_string(version), applied ? "t" : "f"};
}

TEST_CASE("goose: names are read as it does") {
  const auto owns = [](std::string_view file) { return goose().owns(file); };
  CHECK(owns("1_a.sql"));
  CHECK(owns("00001_a.sql"));
  CHECK(owns("20250101120000_.sql"));
  CHECK_FALSE(owns("0_a.sql"));
  CHECK_FALSE(owns("1.sql"));
  CHECK_FALSE(owns("1a_b.sql"));
  CHECK_FALSE(owns("1_a.go"));
  CHECK_FALSE(owns("sub/1_a.sql"));
  CHECK_FALSE(owns("9223372036854775808_too_big.sql"));
}

TEST_CASE("goose: versions go by number, and row 0 is the table's beginning") {
  const TemporaryFolder folder({{"10_c.sql", both}, {"9_b.sql", both}, {"0001_a.sql", both}, {"sub/2_x.sql", both}});
  const Plan made = plan_of(goose(), folder, {row(0)});
  CHECK(files_of(made) == Names{"0001_a.sql", "9_b.sql", "10_c.sql"});
  CHECK(made.from_version.empty());
  CHECK(made.to_version == "10");
  CHECK(made.pending[0].version == "1");
  REQUIRE(made.notes.size() == 1);
  CHECK(made.notes[0].contains("sub/2_x.sql"));
  CHECK(files_of(plan_of(goose(), folder, {row(0), row(1), row(9)})) == Names{"10_c.sql"});
}

TEST_CASE("goose: a Go migration passes while it is applied, and is refused when it is pending") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.go", "package x"}, {"2_b_test.go", ""}, {"3_c.sql", both}});
  CHECK(files_of(plan_of(goose(), folder, {row(1), row(2)})) == Names{"3_c.sql"});
  const core::Error error = plan_refusal(goose(), folder, {row(1)});
  CHECK(error.code == "migrate.not_sql");
  CHECK(error.where == "2_b.go");
  CHECK(refusal(goose().upkeep().plan_down(folder.open(), {row(1), row(2)}, {.target = "1"})).code ==
        "migrate.not_sql");
}

TEST_CASE("goose: the newest row of a version counts") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}});
  CHECK(files_of(plan_of(goose(), folder, {row(0), row(1), row(2), row(2, false)})) == Names{"2_b.sql"});
  CHECK(files_of(plan_of(goose(), folder, {row(1), row(2), row(2, false), row(2)})).empty());
}

TEST_CASE("goose: a file that comes late is refused, or applied on request") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}, {"3_c.sql", both}});
  const core::Error error = plan_refusal(goose(), folder, {row(1), row(3)});
  CHECK(error.code == "migrate.out_of_order");
  CHECK(error.where == "2_b.sql");
  const Plan made = plan_of(goose(), folder, {row(1), row(3)}, {.out_of_order = OutOfOrder::apply});
  CHECK(files_of(made) == Names{"2_b.sql"});
  CHECK(made.to_version == "3");
}

TEST_CASE("goose: a missing file passes, a database ahead is a policy") {
  const TemporaryFolder folder({{"2_b.sql", both}, {"3_c.sql", both}});
  const Plan made = plan_of(goose(), folder, {row(1), row(2)});
  CHECK(files_of(made) == Names{"3_c.sql"});
  REQUIRE(made.notes.size() == 1);
  CHECK(made.notes[0] == "version 1 is applied, but no file has it");
  CHECK(plan_refusal(goose(), folder, {row(2), row(3), row(4)}).code == "migrate.ahead");
  CHECK(plan_of(goose(), folder, {row(2), row(3), row(4)}, {.on_ahead = OnAhead::allow}).ahead);
}

TEST_CASE("goose: two files of one version are refused") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"01_b.sql", both}});
  const core::Error error = plan_refusal(goose(), folder, {row(1)});
  CHECK(error.code == "migrate.duplicate_version");
  CHECK(error.message.contains("1_a.sql"));
  CHECK(error.message.contains("01_b.sql"));
}

TEST_CASE("goose: each direction has its part of the file, and places point into the file") {
  const TemporaryFolder folder({{"1_a.sql", both}});
  const Folder open = folder.open();
  const auto up = goose().text({.file = "1_a.sql", .version = "1"}, open, {});
  CHECK(up->text() == "-- +goose Up\nCREATE TABLE t ();\n");
  const auto down = goose().text({.file = "1_a.sql", .version = "1", .direction = Direction::down}, open, {});
  CHECK(down->text() == "-- +goose Down\nDROP TABLE t;\n");
  CHECK(down->in_file(down->text().find("DROP")) == both.find("DROP"));
}

TEST_CASE("goose: NO TRANSACTION runs the statements one by one, in both directions") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", "-- +goose no transaction\n" + both}});
  const Plan made = plan_of(goose(), folder, {});
  CHECK_FALSE(made.pending[0].in_transaction.has_value());
  CHECK(made.pending[1].in_transaction == false);
  const Plan back = way_back(goose(), folder, {row(1), row(2)}, "0");
  CHECK(back.pending[0].in_transaction == false);
}

TEST_CASE("goose: ENVSUB replaces from --placeholder, then from the environment") {
  const std::string file =
      "-- +goose Up\n-- costs $5\nSELECT '${A}';\n-- +goose ENVSUB ON\n-- costs $5\nSELECT '${A}', $B;\n"
      "-- +goose ENVSUB OFF\nSELECT '${A}';\n-- +goose Down\n-- +goose ENVSUB ON\nSELECT ${A:-none};\n";
  const TemporaryFolder folder({{"1_a.sql", file}});
  const Folder open = folder.open();
  const PlanSettings settings{.placeholders = {{"A", "given"}},
                              .environment = [](std::string_view name) -> std::optional<std::string> {
                                return name == "B" ? std::optional<std::string>("7") : "of the environment";
                              }};
  const auto up = goose().text({.file = "1_a.sql", .version = "1"}, open, settings);
  REQUIRE(up.has_value());
  CHECK(up->text() ==
        "-- +goose Up\n-- costs $5\nSELECT '${A}';\n-- +goose ENVSUB ON\n-- costs $5\nSELECT 'given', 7;\n"
        "-- +goose ENVSUB OFF\nSELECT '${A}';\n");
  CHECK(up->in_file(up->text().rfind("SELECT")) == file.find("SELECT '${A}';\n-- +goose Down"));
  const auto down = goose().text({.file = "1_a.sql", .version = "1", .direction = Direction::down}, open, settings);
  CHECK(down->text() == "-- +goose Down\n-- +goose ENVSUB ON\nSELECT given;\n");
}

TEST_CASE("goose: a name in ENVSUB without its value is an error with its place") {
  const TemporaryFolder folder({{"1_a.sql", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT ${A?is needed};\n"}});
  const core::Error error = refusal(goose().text({.file = "1_a.sql", .version = "1"}, folder.open(), {}));
  CHECK(error.code == "migrate.placeholder");
  CHECK(error.where.starts_with("1_a.sql:3:"));
  CHECK(error.message.contains("is needed"));
}

TEST_CASE("goose: the way back goes from the newest to the target") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}, {"3_c.sql", "-- +goose Up\n"}});
  const Plan back = way_back(goose(), folder, {row(0), row(1), row(2)}, "0");
  CHECK(files_of(back) == Names{"2_b.sql", "1_a.sql"});
  CHECK(back.pending[0].direction == Direction::down);
  CHECK(back.from_version == "2");
  CHECK(back.to_version.empty());
  CHECK(files_of(way_back(goose(), folder, {row(1), row(2)}, "1")) == Names{"2_b.sql"});
  CHECK(way_back(goose(), folder, {row(1), row(2)}, "2").pending.empty());
  const core::Error none =
      refusal(goose().upkeep().plan_down(folder.open(), {row(1), row(2), row(3)}, {.target = "1"}));
  CHECK(none.code == "migrate.no_way_down");
  CHECK(none.where == "3_c.sql");
  CHECK(refusal(goose().upkeep().plan_down(folder.open(), {row(1)}, {.target = "7"})).code == "migrate.bad_target");
  CHECK(refusal(goose().upkeep().plan_down(folder.open(), {row(1), row(-1, false)}, {.target = "0"})).code ==
        "migrate.dirty");
  CHECK(goose().applied("s", back.pending[0]) == R"(DELETE FROM "s"."goose_db_version" WHERE version_id IN (2, -2);)");
}

TEST_CASE("goose: a mark is a row that goose passes over") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}});
  const Step step{.file = "2_b.sql", .version = "2"};
  CHECK(goose().started("s", step) ==
        R"(INSERT INTO "s"."goose_db_version" (version_id, is_applied) VALUES (-2, false);)");
  const Plan made = plan_of(goose(), folder, {row(0), row(1), row(-2, false)});
  REQUIRE(made.pending.size() == 1);
  CHECK(made.pending[0].interrupted);
  CHECK(made.from_version == "1");
  CHECK(goose().started("s", made.pending[0]).empty());
  CHECK(goose().finished("s", made.pending[0], 5) ==
        R"(DELETE FROM "s"."goose_db_version" WHERE version_id IN (2, -2);)"
        R"(INSERT INTO "s"."goose_db_version" (version_id, is_applied) VALUES (2, true);)");
  const TemporaryFolder without({{"1_a.sql", both}});
  CHECK(plan_refusal(goose(), without, {row(1), row(-2, false)}).code == "migrate.dirty");
  CHECK(plan_refusal(goose(), folder, {row(1), row(2), row(-2, false)}).code == "migrate.dirty");
}

TEST_CASE("goose: survey, repair and baseline") {
  const TemporaryFolder folder(
      {{"1_a.sql", both}, {"2_b.sql", both}, {"4_d.sql", "-- +goose Up\n"}, {"5_e.sql", both}});
  const History history{row(0), row(1), row(3), row(4), row(9), row(-5, false)};
  CHECK(survey_of(goose(), folder, history) ==
        "1 applied, 2 out_of_order!, 3 missing_file, 4 applied, 5 failed!, 9 ahead!");
  CHECK(survey_of(goose(), folder, {row(1)}, {.target = "2"}) ==
        "1 applied, 2 pending, 4 above_target, 5 above_target");
  CHECK(repair_of(goose(), folder, history, Interrupted::not_applied) ==
        R"(DELETE FROM "s"."goose_db_version" WHERE version_id IN (5, -5);)");
  CHECK(repair_of(goose(), folder, history, Interrupted::applied) ==
        R"(DELETE FROM "s"."goose_db_version" WHERE version_id = -5;)"
        R"(INSERT INTO "s"."goose_db_version" (version_id, is_applied) VALUES (5, true);)");
  const auto baseline = baseline_of(goose(), folder, {row(0)}, "02");
  REQUIRE(baseline.has_value());
  CHECK(baseline->counted == 2);
  CHECK(baseline->sql == R"(INSERT INTO "s"."goose_db_version" (version_id, is_applied) VALUES (1, true);)"
                         R"(INSERT INTO "s"."goose_db_version" (version_id, is_applied) VALUES (2, true);)");
  CHECK(baseline_of(goose(), folder, {row(0), row(1), row(2)}, "2")->sql.empty());
  CHECK(refusal(baseline_of(goose(), folder, {row(0), row(1)}, "2")).code == "migrate.has_history");
  CHECK(refusal(baseline_of(goose(), folder, {}, "3")).code == "migrate.bad_target");
}

TEST_CASE("goose: a history that is none of its own") {
  const TemporaryFolder folder({{"1_a.sql", both}});
  CHECK(plan_refusal(goose(), folder, {{"one", "t"}}).code == "migrate.history");
}

}  // namespace
}  // namespace chandler::migrate
