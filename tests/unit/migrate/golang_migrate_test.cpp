#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/layout.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate {
namespace {

using Names = std::vector<std::string>;

Names pending(const Plan& plan) {
  Names out;
  for (const Step& step : plan.pending) out.push_back(step.file);
  return out;
}

core::Expected<Plan> plan(const TemporaryFolder& folder, const History& history, const PlanSettings& settings = {}) {
  return golang_migrate().plan(folder.open(), history, settings);
}

std::string refusal(const TemporaryFolder& folder, const History& history, const PlanSettings& settings = {}) {
  const auto made = plan(folder, history, settings);
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().outcome == core::Outcome::problem);
  CHECK_FALSE(made.error().hint.empty());
  return made.error().code;
}

TEST_CASE("golang-migrate: names are read as its pattern does") {
  const auto owns = [](std::string_view file) { return golang_migrate().owns(file); };
  CHECK(owns("1_a.up.sql"));
  CHECK(owns("000001_a.down.sql"));
  CHECK(owns("20250101120000_.up.pgsql"));
  CHECK(owns("1_a.up.b.down.sql"));
  CHECK_FALSE(owns("a_1.up.sql"));
  CHECK_FALSE(owns("1a.up.sql"));
  CHECK_FALSE(owns("1_a.sql"));
  CHECK_FALSE(owns("1_a.up"));
  CHECK_FALSE(owns("sub/1_a.up.sql"));
  CHECK_FALSE(owns("99999999999999999999_too_long.up.sql"));
}

TEST_CASE("golang-migrate: versions go by number, whatever their length") {
  const TemporaryFolder folder({{"10_c.up.sql", ""},
                                {"9_b.up.sql", ""},
                                {"0001_a.up.sql", ""},
                                {"1_a.down.sql", ""},
                                {"11_d.up.b.down.sql", ""}});
  const auto made = plan(folder, {});
  REQUIRE(made.has_value());
  CHECK(pending(*made) == Names{"0001_a.up.sql", "9_b.up.sql", "10_c.up.sql"});
  CHECK(made->to_version == "10");
  CHECK(pending(*plan(folder, {{"9", "f"}})) == Names{"10_c.up.sql"});
  CHECK(pending(*plan(folder, {{"-1", "f"}})).size() == 3);
}

TEST_CASE("golang-migrate: two files of one version are refused") {
  const TemporaryFolder folder({{"1_a.up.sql", ""}, {"01_b.up.sql", ""}});
  CHECK(refusal(folder, {}) == "migrate.duplicate_version");
}

TEST_CASE("golang-migrate: ahead of the files is told apart from a missing file") {
  const TemporaryFolder folder({{"1_a.up.sql", ""}, {"3_c.up.sql", ""}});
  CHECK(refusal(folder, {{"2", "f"}}) == "migrate.missing_file");
  CHECK(refusal(folder, {{"4", "f"}}) == "migrate.ahead");
  const auto made = plan(folder, {{"4", "f"}}, {.on_ahead = OnAhead::allow});
  REQUIRE(made.has_value());
  CHECK(made->ahead);
  CHECK(made->pending.empty());
}

TEST_CASE("golang-migrate: a target has to be a version of a file") {
  const TemporaryFolder folder({{"1_a.up.sql", ""}, {"2_b.up.sql", ""}, {"3_c.up.sql", ""}});
  CHECK(pending(*plan(folder, {{"1", "f"}}, {.target = "2"})) == Names{"2_b.up.sql"});
  CHECK(refusal(folder, {}, {.target = "9"}) == "migrate.bad_target");
  CHECK(refusal(folder, {}, {.target = "2x"}) == "migrate.bad_target");
}

TEST_CASE("golang-migrate: a dirty version is its own next step") {
  const TemporaryFolder folder({{"1_a.up.sql", ""}, {"2_b.up.sql", ""}, {"3_c.up.sql", ""}});
  const auto made = plan(folder, {{"2", "t"}});
  REQUIRE(made.has_value());
  CHECK(pending(*made) == Names{"2_b.up.sql", "3_c.up.sql"});
  CHECK(made->pending[0].interrupted);
  CHECK_FALSE(made->pending[1].interrupted);
  CHECK(refusal(folder, {{"7", "t"}}) == "migrate.dirty");
  CHECK(refusal(folder, {{"x", "f"}}) == "migrate.history");
}

TEST_CASE("golang-migrate: down files alone are no migrations") {
  const TemporaryFolder folder({{"1_a.down.sql", ""}});
  CHECK(refusal(folder, {}) == "migrate.no_migrations");
}

// CRC-32 of "public\0schema_migrations\0menu" times the salt, modulo 2^32, worked out with Python's zlib;
// the command line's database is "/menu".
TEST_CASE("golang-migrate: the lock's numbers are the library's and the command line's") {
  CHECK(golang_migrate().locks({.database = "menu", .schema = "public", .user = "u"}) ==
        std::vector<std::int64_t>{2613600549, 3923177623});
}

}  // namespace
}  // namespace chandler::migrate
