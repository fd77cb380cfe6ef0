#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/layout.hpp"
#include "tests/unit/migrate/layout_test.hpp"

namespace chandler::migrate {
namespace {

TEST_CASE("golang-migrate: the way back runs the down files and ends before the first") {
  const TemporaryFolder folder(
      {{"1_a.up.sql", ""}, {"1_a.down.sql", ""}, {"2_b.up.sql", ""}, {"3_c.up.sql", ""}, {"3_c.down.sql", ""}});
  const Plan back = way_back(golang_migrate(), folder, {{"3", "f"}}, "2");
  CHECK(files_of(back) == Names{"3_c.down.sql"});
  CHECK(back.from_version == "3");
  CHECK(back.to_version == "2");
  const core::Error none = refusal(golang_migrate().upkeep().plan_down(folder.open(), {{"3", "f"}}, {.target = "1"}));
  CHECK(none.code == "migrate.no_way_down");
  CHECK(none.where == "2_b.up.sql");
  CHECK(none.hint.contains("2_b.down.sql"));
  const Plan all = way_back(golang_migrate(), folder, {{"1", "f"}}, "0");
  REQUIRE(all.pending.size() == 1);
  CHECK(all.to_version.empty());
  CHECK(
      golang_migrate().started("s", all.pending[0]) ==
      R"(DELETE FROM "s"."schema_migrations";INSERT INTO "s"."schema_migrations" (version, dirty) VALUES (-1, true);)");
  CHECK(golang_migrate().applied("s", all.pending[0]) == R"(DELETE FROM "s"."schema_migrations";)");
  CHECK(
      golang_migrate().applied("s", back.pending[0]) ==
      R"(DELETE FROM "s"."schema_migrations";INSERT INTO "s"."schema_migrations" (version, dirty) VALUES (2, false);)");
  CHECK(way_back(golang_migrate(), folder, {}, "0").pending.empty());
  CHECK(refusal(golang_migrate().upkeep().plan_down(folder.open(), {{"3", "t"}}, {.target = "2"})).code ==
        "migrate.dirty");
}

TEST_CASE("golang-migrate: survey, repair and baseline") {
  const TemporaryFolder folder({{"1_a.up.sql", ""}, {"2_b.up.sql", ""}, {"4_d.up.sql", ""}});
  CHECK(survey_of(golang_migrate(), folder, {{"2", "f"}}) == "1 applied, 2 applied, 4 pending");
  CHECK(survey_of(golang_migrate(), folder, {{"2", "t"}}, {.target = "2"}) == "1 applied, 2 failed!, 4 above_target");
  CHECK(survey_of(golang_migrate(), folder, {{"3", "f"}}) == "1 applied, 2 applied, 3 missing_file!, 4 pending");
  CHECK(survey_of(golang_migrate(), folder, {{"5", "f"}}) == "1 applied, 2 applied, 4 applied, 5 ahead!");
  CHECK(survey_of(golang_migrate(), folder, {{"5", "f"}}, {.on_ahead = OnAhead::allow}).ends_with("5 ahead"));
  CHECK(survey_of(golang_migrate(), folder, {{"5", "t"}}).ends_with("5 failed!"));
  const std::string at_1 =
      R"(DELETE FROM "s"."schema_migrations";INSERT INTO "s"."schema_migrations" (version, dirty) VALUES (1, false);)";
  CHECK(repair_of(golang_migrate(), folder, {{"2", "t"}}, Interrupted::not_applied) == at_1);
  CHECK(repair_of(golang_migrate(), folder, {{"1", "t"}}, Interrupted::applied) == at_1);
  CHECK(repair_of(golang_migrate(), folder, {{"1", "t"}}, Interrupted::not_applied) ==
        R"(DELETE FROM "s"."schema_migrations";)");
  CHECK(repair_of(golang_migrate(), folder, {{"1", "f"}}, Interrupted::applied).empty());
  CHECK(baseline_of(golang_migrate(), folder, {}, "1")->sql == at_1);
  CHECK(baseline_of(golang_migrate(), folder, {}, "2")->counted == 2);
  CHECK(baseline_of(golang_migrate(), folder, {{"2", "f"}}, "2")->sql.empty());
  CHECK(refusal(baseline_of(golang_migrate(), folder, {{"1", "f"}}, "2")).code == "migrate.has_history");
  CHECK(refusal(baseline_of(golang_migrate(), folder, {}, "3")).code == "migrate.bad_target");
}

HistoryRow flyway_row(int rank, std::optional<std::string> version, std::string description, std::string type,
                      std::string_view contents, bool success = true) {
  return {std::to_string(rank), std::move(version), std::move(description),
          std::move(type),      "script.sql",       std::to_string(flyway_layout::checksum(contents)),
          success ? "t" : "f"};
}

TEST_CASE("flyway: there is no way back, whatever undo files there are") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"U1__a.sql", ""}});
  const core::Error error =
      refusal(flyway().upkeep().plan_down(folder.open(), {flyway_row(1, "1", "a", "SQL", "")}, {.target = "0"}));
  CHECK(error.code == "migrate.no_way_down");
}

TEST_CASE("flyway: survey") {
  const TemporaryFolder folder({{"V1__a.sql", ""},
                                {"V2__b.sql", "now"},
                                {"V3__c.sql", ""},
                                {"V5__e.sql", ""},
                                {"V6__f.sql", ""},
                                {"R__same.sql", "same"},
                                {"R__view.sql", "new"}});
  const History history{flyway_row(1, "1", "a", "SQL", ""),
                        flyway_row(2, "2", "b", "SQL", "then"),
                        flyway_row(3, "4", "d", "SQL", ""),
                        flyway_row(4, "5", "e", "SQL", "", false),
                        flyway_row(5, std::nullopt, "view", "SQL", "old"),
                        flyway_row(6, std::nullopt, "same", "SQL", "same"),
                        flyway_row(7, "7", "g", "SQL", "")};
  CHECK(survey_of(flyway(), folder, history) ==
        "1 applied, 2 changed_file!, 3 out_of_order!, 4 missing_file!, 5 failed!, 6 out_of_order!, 7 ahead!, "
        "R__same.sql applied, R__view.sql pending");
  const History baseline{flyway_row(1, "2", "<< Flyway Baseline >>", "BASELINE", "")};
  CHECK(survey_of(flyway(), folder, baseline, {.target = "5"})
            .starts_with("1 below_baseline, 2 baseline, 3 pending, 5 pending, 6 above_target"));
}

TEST_CASE("flyway: repair removes failed rows, aligns, and marks what is gone as deleted") {
  const TemporaryFolder folder({{"V2__b.sql", "now"}, {"V3__new_name.sql", ""}, {"V4__d.sql", ""}});
  CHECK(repair_of(flyway(), folder, {flyway_row(1, "4", "d", "SQL", "", false)}, Interrupted::not_applied) ==
        R"(DELETE FROM "s"."flyway_schema_history" WHERE installed_rank = 1 AND NOT success;)");
  CHECK(repair_of(flyway(), folder, {flyway_row(1, "4", "d", "SQL", "", false)}, Interrupted::applied) ==
        R"(UPDATE "s"."flyway_schema_history" SET success = true WHERE installed_rank = 1;)");
  CHECK(repair_of(flyway(), folder, {flyway_row(1, "2", "b", "SQL", "then")}, Interrupted::not_applied) ==
        R"(UPDATE "s"."flyway_schema_history" SET description = 'b', checksum = )" +
            std::to_string(flyway_layout::checksum("now")) + " WHERE installed_rank = 1;");
  CHECK(repair_of(flyway(), folder, {flyway_row(1, "3", "old name", "SQL", "")}, Interrupted::not_applied) ==
        R"(UPDATE "s"."flyway_schema_history" SET description = 'new name', checksum = 0 WHERE installed_rank = 1;)");
  const std::string deleted =
      repair_of(flyway(), folder, {flyway_row(1, "1", "a", "SQL", ""), flyway_row(2, "9", "z", "SQL", "")},
                Interrupted::not_applied);
  CHECK(deleted.contains("VALUES (3, '1', 'a', 'DELETE', 'script.sql', 0, CURRENT_USER, 0, true);"));
  CHECK_FALSE(deleted.contains("'9'"));
}

TEST_CASE("flyway: a repeatable migration whose file is gone") {
  const TemporaryFolder folder({{"V1__a.sql", ""}});
  const History history{flyway_row(1, "1", "a", "SQL", ""), flyway_row(2, std::nullopt, "view", "SQL", "x")};
  const core::Error error = plan_refusal(flyway(), folder, history);
  CHECK(error.code == "migrate.missing_file");
  CHECK(error.message.contains("view"));
  CHECK(plan_of(flyway(), folder, history, {.on_ahead = OnAhead::allow}).pending.empty());
  CHECK(survey_of(flyway(), folder, history) == "1 applied,  missing_file!");
  CHECK(repair_of(flyway(), folder, history, Interrupted::not_applied).contains("VALUES (3, NULL, 'view', 'DELETE', "));
  CHECK(plan_of(flyway(), folder, {history[0], history[1], flyway_row(3, std::nullopt, "view", "DELETE", "x")})
            .pending.empty());
}

TEST_CASE("flyway: a baseline is Flyway's own row") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"V2__b.sql", ""}});
  const auto baseline = baseline_of(flyway(), folder, {}, "1.5");
  REQUIRE(baseline.has_value());
  CHECK(baseline->counted == 1);
  CHECK(
      baseline->sql.contains("VALUES (1, '1.5', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, "
                             "CURRENT_USER, 0, true);"));
  const History same{flyway_row(1, "1.5", "<< Flyway Baseline >>", "BASELINE", "")};
  CHECK(baseline_of(flyway(), folder, same, "1.5")->sql.empty());
  CHECK(refusal(baseline_of(flyway(), folder, same, "2")).code == "migrate.has_history");
  CHECK(refusal(baseline_of(flyway(), folder, {}, "two")).code == "migrate.bad_target");
}

TEST_CASE("flyway: a late file is applied on request") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"V2__b.sql", ""}});
  const Plan made =
      plan_of(flyway(), folder, {flyway_row(1, "2", "b", "SQL", "")}, {.out_of_order = OutOfOrder::apply});
  CHECK(files_of(made) == Names{"V1__a.sql"});
  CHECK(made.to_version == "2");
}

}  // namespace
}  // namespace chandler::migrate
