#include "cron/probe/compare/address.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::probe::compare {
namespace {

TEST_CASE("compare:SECRET says where, and behind a question mark what") {
  CHECK(parse_address("replica") == Address{.place = "replica"});
  CHECK(parse_address("/etc/replica?tables=a%2Cpublic.b&tables=c&ignore=seen&rows=7&settle=3s&schema=menu") ==
        Address{.place = "/etc/replica",
                .tables = {"a", "public.b", "c"},
                .schemas = {"menu"},
                .ignored = {"seen"},
                .rows = 7,
                .settle = std::chrono::seconds(3)});
}

TEST_CASE("a URI keeps libpq's parameters") {
  const auto address = parse_address("postgresql://app@db/menu?sslmode=require&tables=a&connect_timeout=3");
  REQUIRE(address.has_value());
  CHECK(address->place == "postgresql://app@db/menu?sslmode=require&connect_timeout=3");
  CHECK(address->tables == std::vector<std::string>{"a"});
  CHECK_FALSE(address->is_folder);
}

TEST_CASE("key=value may have a question mark in a password") {
  CHECK(parse_address("host=db password=what?now")->place == "host=db password=what?now");
  const auto address = parse_address("host=db password=what?now?rows=3");
  CHECK(address->place == "host=db password=what?now");
  CHECK(address->rows == 3);
}

TEST_CASE("what is out of grammar is named with what is meant") {
  const auto refusal = [](std::string_view text) { return core::describe(parse_address(text).error()); };
  CHECK(refusal("replica?table=a").contains("did you mean tables=?"));
  CHECK(refusal("replica?rows=0").contains("rows=0 is not a whole number from 1"));
  CHECK(refusal("replica?rows=many").contains("rows=many"));
  CHECK(refusal("replica?settle=soon").contains("settle=soon"));
  CHECK(refusal("replica?tables=a%2").contains("%25"));
  CHECK(refusal("replica?tables=a%2C").contains("empty name"));
  CHECK(refusal("?tables=a").contains("where the other database is"));
}

TEST_CASE("reports show neither user nor password") {
  CHECK(shown("replica?tables=a") == "replica?tables=a");
  CHECK(shown("postgresql://app:hunter2@db:5433/menu?rows=3") == "db:5433/menu");
  CHECK(shown("host=db user=app password=hunter2 dbname=menu") == "db/menu");
  CHECK_FALSE(shown("postgresql://app:hunter2@db/menu?rows=x").contains("hunter2"));
  CHECK_FALSE(shown("host=db password=hunter2?rows=x").contains("hunter2"));
}

TEST_CASE("a Secret's name is a folder below CHANDLER_SOURCE_DIR") {
  const tests::TemporaryFolder folder({{"replica/host", "db.example\n"}, {"replica/dbname", "menu"}});
  const auto environment = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "CHANDLER_SOURCE_DIR") return folder.path().string();
    return std::nullopt;
  };
  const auto settings = settings_of(*parse_address("replica"), environment);
  REQUIRE(settings.has_value());
  CHECK(settings->parameters.at("host") == "db.example");
  CHECK(settings_of(*parse_address("elsewhere"), environment).error().code == "compare.no_secret");
}

}  // namespace
}  // namespace chandler::probe::compare
