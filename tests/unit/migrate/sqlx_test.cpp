#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/layout.hpp"
#include "init/migrate/layout/sqlx/digest.hpp"
#include "tests/unit/migrate/layout_test.hpp"

namespace chandler::migrate {
namespace {

using sqlx_layout::digest;

HistoryRow row(int version, std::string_view contents, bool success = true) {
  return {std::to_string(version), success ? "t" : "f", digest(contents)};
}

TEST_CASE("sqlx: names are read as it does") {
  const auto owns = [](std::string_view file) { return sqlx().owns(file); };
  CHECK(owns("1_a.sql"));
  CHECK(owns("20250101120000_a.up.sql"));
  CHECK(owns("20250101120000_a.down.sql"));
  CHECK_FALSE(owns("1.sql"));
  CHECK_FALSE(owns("a_b.sql"));
  CHECK_FALSE(owns("1_a.txt"));
  CHECK_FALSE(owns("sub/1_a.sql"));
}

// Of "abc": FIPS 180-4's own example.
TEST_CASE("sqlx: the checksum is SHA-384 of the bytes") {
  CHECK(digest("abc") ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  const TemporaryFolder folder({{"1_a.sql", "SELECT 1;\r\n"}, {"2_b.sql", "\xEF\xBB\xBFSELECT 2;\n"}});
  const Plan made = plan_of(sqlx(), folder, {});
  CHECK(made.pending[0].digest == digest("SELECT 1;\r\n"));
  CHECK(made.pending[1].digest == digest("\xEF\xBB\xBFSELECT 2;\n"));
  CHECK(plan_of(sqlx(), folder, {row(1, "SELECT 1;\r\n"), row(2, "\xEF\xBB\xBFSELECT 2;\n")}).pending.empty());
}

TEST_CASE("sqlx: simple and reversible files, by number, with their descriptions") {
  const TemporaryFolder folder(
      {{"10_c_d.up.sql", ""}, {"10_c_d.down.sql", ""}, {"9_b.sql", ""}, {"001_a.sql.sql", ""}});
  const Plan made = plan_of(sqlx(), folder, {});
  CHECK(files_of(made) == Names{"001_a.sql.sql", "9_b.sql", "10_c_d.up.sql"});
  CHECK(made.pending[0].version == "1");
  CHECK(made.pending[0].description == "a");
  CHECK(made.pending[2].description == "c d");
}

TEST_CASE("sqlx: -- no-transaction at the very beginning") {
  const TemporaryFolder folder({{"1_a.sql", "-- no-transaction\nVACUUM;"}, {"2_b.sql", "\n-- no-transaction\n"}});
  const Plan made = plan_of(sqlx(), folder, {});
  CHECK(made.pending[0].in_transaction == false);
  CHECK_FALSE(made.pending[1].in_transaction.has_value());
}

TEST_CASE("sqlx: a changed file is refused, and told apart from changed line ends and comments") {
  const auto message = [](const std::string& then, const std::string& now) {
    const TemporaryFolder folder({{"1_a.sql", now}});
    const core::Error error = plan_refusal(sqlx(), folder, {row(1, then)});
    CHECK(error.code == "migrate.changed_file");
    CHECK(error.where == "1_a.sql");
    return error.message;
  };
  CHECK(message("SELECT 1;\n", "SELECT 2;\n")
            .contains("the history holds checksum " + digest("SELECT 1;\n").substr(0, 12)));
  CHECK(message("SELECT 1;\nSELECT 2;\n", "SELECT 1;\r\nSELECT 2;\r\n").ends_with("but only its line ends differ"));
  CHECK(message("SELECT 1;\n", "-- Copyright\n\nSELECT 1;\n").ends_with("but only comments were added"));
}

TEST_CASE("sqlx: late, missing, ahead, twice") {
  const TemporaryFolder folder({{"1_a.sql", ""}, {"2_b.sql", ""}, {"4_d.sql", ""}});
  CHECK(files_of(plan_of(sqlx(), folder, {row(1, ""), row(4, "")})) == Names{"2_b.sql"});
  CHECK(plan_refusal(sqlx(), folder, {row(1, ""), row(4, "")}, {.out_of_order = OutOfOrder::refuse}).code ==
        "migrate.out_of_order");
  const core::Error missing = plan_refusal(sqlx(), folder, {row(1, ""), row(3, "")});
  CHECK(missing.code == "migrate.missing_file");
  CHECK(missing.message.contains("4_d.sql"));
  CHECK(plan_refusal(sqlx(), folder, {row(5, "")}).code == "migrate.ahead");
  CHECK(plan_of(sqlx(), folder, {row(1, ""), row(5, "")}, {.on_ahead = OnAhead::allow}).ahead);
  const TemporaryFolder twice({{"1_a.sql", ""}, {"01_b.up.sql", ""}});
  CHECK(plan_refusal(sqlx(), twice, {row(1, "")}).code == "migrate.duplicate_version");
  const TemporaryFolder back_twice({{"1_a.up.sql", ""}, {"1_a.down.sql", ""}, {"01_b.down.sql", ""}});
  CHECK(plan_refusal(sqlx(), back_twice, {}).code == "migrate.duplicate_version");
}

TEST_CASE("sqlx: a target has to be a version of a file") {
  const TemporaryFolder folder({{"1_a.sql", ""}, {"2_b.sql", ""}, {"3_c.sql", ""}});
  CHECK(files_of(plan_of(sqlx(), folder, {row(1, "")}, {.target = "02"})) == Names{"2_b.sql"});
  CHECK(plan_refusal(sqlx(), folder, {}, {.target = "9"}).code == "migrate.bad_target");
}

TEST_CASE("sqlx: a row that did not succeed makes its file interrupted") {
  const TemporaryFolder folder({{"1_a.sql", ""}, {"2_b.sql", ""}});
  const Plan made = plan_of(sqlx(), folder, {row(1, ""), row(2, "", false)});
  REQUIRE(made.pending.size() == 1);
  CHECK(made.pending[0].interrupted);
  const TemporaryFolder without({{"1_a.sql", ""}});
  CHECK(plan_refusal(sqlx(), without, {row(1, ""), row(2, "", false)}).code == "migrate.dirty");
}

TEST_CASE("sqlx: the way back takes the .down.sql files") {
  const TemporaryFolder folder({{"1_a.sql", ""},
                                {"2_b.up.sql", ""},
                                {"2_b.down.sql", "-- no-transaction\n"},
                                {"3_c.up.sql", ""},
                                {"3_c.down.sql", ""}});
  const History history{row(1, ""), row(2, ""), row(3, "")};
  const Plan back = way_back(sqlx(), folder, history, "1");
  CHECK(files_of(back) == Names{"3_c.down.sql", "2_b.down.sql"});
  CHECK(back.pending[1].in_transaction == false);
  CHECK(back.to_version == "1");
  const core::Error none = refusal(sqlx().upkeep().plan_down(folder.open(), history, {.target = "0"}));
  CHECK(none.code == "migrate.no_way_down");
  CHECK(none.where == "1_a.sql");
}

TEST_CASE("sqlx: survey, repair and baseline") {
  const TemporaryFolder folder({{"1_a.sql", "new"}, {"2_b.sql", ""}, {"4_d.sql", ""}, {"5_e.sql", ""}});
  const History history{row(1, "old"), row(3, ""), row(4, ""), row(5, "", false)};
  CHECK(survey_of(sqlx(), folder, history) == "1 changed_file!, 2 out_of_order, 3 missing_file!, 4 applied, 5 failed!");
  CHECK(repair_of(sqlx(), folder, {row(1, "old")}, Interrupted::applied) ==
        "UPDATE \"s\".\"_sqlx_migrations\" SET checksum = pg_catalog.decode('" + digest("new") +
            "', 'hex') WHERE version = 1;");
  CHECK(repair_of(sqlx(), folder, {row(5, "", false)}, Interrupted::not_applied) ==
        R"(DELETE FROM "s"."_sqlx_migrations" WHERE version = 5;)");
  CHECK(repair_of(sqlx(), folder, {row(5, "", false)}, Interrupted::applied) ==
        R"(UPDATE "s"."_sqlx_migrations" SET success = true WHERE version = 5;)");
  const auto baseline = baseline_of(sqlx(), folder, {}, "1");
  CHECK(baseline->counted == 1);
  CHECK(baseline->sql ==
        "INSERT INTO \"s\".\"_sqlx_migrations\" (version, description, success, checksum, "
        "execution_time) VALUES (1, 'a', true, pg_catalog.decode('" +
            digest("new") + "', 'hex'), ((0) * 1000000)::bigint);");
}

// CRC-32 of "menu" times 0x3d32ad9e, with Python's zlib.
TEST_CASE("sqlx: the lock's number is the library's") {
  CHECK(sqlx().locks({.database = "menu", .schema = "public", .user = "u"}) ==
        std::vector<std::int64_t>{2153563690300177850});
}

}  // namespace
}  // namespace chandler::migrate
