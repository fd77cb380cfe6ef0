#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/dbmate/blocks.hpp"
#include "init/migrate/layout/layout.hpp"
#include "tests/unit/migrate/layout_test.hpp"

namespace chandler::migrate {
namespace {

const std::string both = "-- migrate:up\nCREATE TABLE t ();\n-- migrate:down\nDROP TABLE t;\n";

TEST_CASE("dbmate: names are read as its pattern does") {
  const auto owns = [](std::string_view file) { return dbmate().owns(file); };
  CHECK(owns("1.sql"));
  CHECK(owns("20250101120000_create_menu.sql"));
  CHECK(owns("1-a.sql"));
  CHECK(owns("99999999999999999999999999_long.sql"));
  CHECK_FALSE(owns("a1.sql"));
  CHECK_FALSE(owns("1_a.sql.bak"));
  CHECK_FALSE(owns("1_a.SQL"));
  CHECK_FALSE(owns("sub/1_a.sql"));
}

TEST_CASE("dbmate: versions are text, and the file names give the order") {
  const TemporaryFolder folder({{"10_c.sql", both}, {"9_b.sql", both}, {"001_a.sql", both}});
  const Plan made = plan_of(dbmate(), folder, {});
  CHECK(files_of(made) == Names{"001_a.sql", "10_c.sql", "9_b.sql"});
  CHECK(made.pending[0].version == "001");
  CHECK(made.to_version == "9");
  CHECK(files_of(plan_of(dbmate(), folder, {{"001"}, {"10"}})) == Names{"9_b.sql"});
  CHECK(files_of(plan_of(dbmate(), folder, {{"1"}, {"10"}, {"9"}})) == Names{"001_a.sql"});
}

TEST_CASE("dbmate: a file that comes late is applied, or refused on request") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}, {"3_c.sql", both}});
  CHECK(files_of(plan_of(dbmate(), folder, {{"1"}, {"3"}})) == Names{"2_b.sql"});
  const core::Error error = plan_refusal(dbmate(), folder, {{"1"}, {"3"}}, {.out_of_order = OutOfOrder::refuse});
  CHECK(error.code == "migrate.out_of_order");
  CHECK(error.where == "2_b.sql");
}

TEST_CASE("dbmate: a missing file passes, a database ahead is a policy") {
  const TemporaryFolder folder({{"2_b.sql", both}, {"3_c.sql", both}});
  CHECK(files_of(plan_of(dbmate(), folder, {{"1"}, {"2"}})) == Names{"3_c.sql"});
  CHECK(plan_refusal(dbmate(), folder, {{"2"}, {"3"}, {"4"}}).code == "migrate.ahead");
  CHECK(plan_of(dbmate(), folder, {{"2"}, {"3"}, {"4"}}, {.on_ahead = OnAhead::allow}).ahead);
}

TEST_CASE("dbmate: two files of one version are refused while they are pending") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"1_b.sql", both}, {"2_c.sql", both}});
  const core::Error error = plan_refusal(dbmate(), folder, {});
  CHECK(error.code == "migrate.duplicate_version");
  CHECK(error.message.contains("1_a.sql and 1_b.sql"));
  const Plan made = plan_of(dbmate(), folder, {{"1"}});
  CHECK(files_of(made) == Names{"2_c.sql"});
  REQUIRE(made.notes.size() == 1);
  CHECK(made.notes[0].starts_with("1_b.sql"));
}

core::Expected<dbmate_layout::Blocks> blocks(const std::string& text) {
  const TemporaryFolder folder({{"1_a.sql", text}});
  const Folder open = folder.open();
  return dbmate_layout::read_blocks(open, open.view("1_a.sql").value(), "1_a.sql");
}

TEST_CASE("dbmate: directives and their options") {
  const std::string text =
      "-- a licence\n\n--migrate:up transaction:false\nVACUUM;\n-- migrate:down\ttransaction:true\nx";
  const auto read = blocks(text);
  REQUIRE(read.has_value());
  CHECK(read->up.range.of(text) == "--migrate:up transaction:false\nVACUUM;\n");
  CHECK(read->down.range.of(text) == "-- migrate:down\ttransaction:true\nx");
  CHECK_FALSE(read->up.in_transaction);
  CHECK(read->down.in_transaction);
  CHECK(blocks("-- migrate:up foo:bar transaction:false\n")->up.in_transaction == false);
  CHECK(blocks("-- migrate:up transaction:false transaction:true\n")->up.in_transaction);
  CHECK(blocks("-- migrate:up transaction:false:x\n")->up.in_transaction);
  CHECK(blocks("-- migrate:up transaction:False\n")->up.in_transaction);
  CHECK(blocks("-- migrate:up\r\nSELECT 1;\r\n")->up.there);
  CHECK_FALSE(blocks("-- migrate:up\n-- migrate:downwards\n")->down.there);
}

TEST_CASE("dbmate: files that dbmate refuses") {
  struct Row {
    std::string text;
    std::string where;
    std::string message;
  };
  const std::vector<Row> rows{
      {"", "1_a.sql:1", "no \"-- migrate:up\""},
      {"SELECT 1;\n-- migrate:up\n", "1_a.sql:1", "before \"-- migrate:up\""},
      {"-- migrate:down\n-- migrate:up\n", "1_a.sql:1", "comes before"},
      {"-- migrate:up\n-- migrate:down\n-- migrate:down\n", "1_a.sql:3", "twice"},
      {"-- migrate:up\n-- migrate:down\n-- migrate:up\n", "1_a.sql:3", "twice"},
      {" -- migrate:up\n", "1_a.sql:1", "no \"-- migrate:up\""},
      {"-- migrate:upwards\n", "1_a.sql:1", "no \"-- migrate:up\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = blocks(row.text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == "migrate.directive");
    CHECK(read.error().where == row.where);
    CHECK(read.error().message.contains(row.message));
  }
}

TEST_CASE("dbmate: each direction has its part of the file, and places point into the file") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", "-- migrate:up transaction:false\nVACUUM;\n"}});
  const Folder open = folder.open();
  const auto up = dbmate().text({.file = "1_a.sql", .version = "1"}, open, {});
  CHECK(up->text() == "-- migrate:up\nCREATE TABLE t ();\n");
  const auto down = dbmate().text({.file = "1_a.sql", .version = "1", .direction = Direction::down}, open, {});
  CHECK(down->text() == "-- migrate:down\nDROP TABLE t;\n");
  CHECK(down->in_file(down->text().find("DROP")) == both.find("DROP"));
  const Plan made = plan_of(dbmate(), folder, {});
  CHECK_FALSE(made.pending[0].in_transaction.has_value());
  CHECK(made.pending[1].in_transaction == false);
}

TEST_CASE("dbmate: the way back") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}, {"3_c.sql", "-- migrate:up\n"}});
  CHECK(files_of(way_back(dbmate(), folder, {{"1"}, {"2"}}, "0")) == Names{"2_b.sql", "1_a.sql"});
  CHECK(refusal(dbmate().upkeep().plan_down(folder.open(), {{"1"}, {"3"}}, {.target = "1"})).code ==
        "migrate.no_way_down");
  CHECK(refusal(dbmate().upkeep().plan_down(folder.open(), {{"1"}, {"4"}}, {.target = "1"})).code == "migrate.ahead");
}

TEST_CASE("dbmate: a mark is a row of a version that no file can have") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}});
  CHECK(dbmate().started("s", {.file = "2_b.sql", .version = "2"}) ==
        R"(INSERT INTO "s"."schema_migrations" (version) VALUES ('2 begun');)");
  const Plan made = plan_of(dbmate(), folder, {{"1"}, {"2 begun"}});
  REQUIRE(made.pending.size() == 1);
  CHECK(made.pending[0].interrupted);
  CHECK(dbmate().finished("s", made.pending[0], 5) ==
        R"(DELETE FROM "s"."schema_migrations" WHERE version IN ('2', '2 begun');)"
        R"(INSERT INTO "s"."schema_migrations" (version) VALUES ('2');)");
}

TEST_CASE("dbmate: survey, repair and baseline") {
  const TemporaryFolder folder({{"1_a.sql", both}, {"2_b.sql", both}, {"4_d.sql", both}, {"5_e.sql", both}});
  const History history{{"1"}, {"3"}, {"4"}, {"5 begun"}, {"9"}};
  CHECK(survey_of(dbmate(), folder, history) ==
        "1 applied, 2 out_of_order, 3 missing_file, 4 applied, 5 failed!, 9 ahead!");
  CHECK(repair_of(dbmate(), folder, history, Interrupted::not_applied) ==
        R"(DELETE FROM "s"."schema_migrations" WHERE version IN ('5', '5 begun');)");
  CHECK(repair_of(dbmate(), folder, history, Interrupted::applied) ==
        R"(DELETE FROM "s"."schema_migrations" WHERE version = '5 begun';)"
        R"(INSERT INTO "s"."schema_migrations" (version) VALUES ('5');)");
  CHECK(baseline_of(dbmate(), folder, {}, "2")->counted == 2);
  CHECK(refusal(baseline_of(dbmate(), folder, {{"9"}}, "2")).code == "migrate.has_history");
}

// CRC-32 of "public"."schema_migrations", with Python's zlib.
TEST_CASE("dbmate: the lock is our own, one for each table") {
  CHECK(dbmate().locks({.database = "menu", .schema = "public", .user = "u"}) ==
        std::vector<std::int64_t>{(0x6368646CL << 32U) + 3277984411});
  CHECK(dbmate().locks({.schema = "a"}) != dbmate().locks({.schema = "b"}));
}

}  // namespace
}  // namespace chandler::migrate
