#include "core/text/postgres_source.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace chandler::core::text {
namespace {

TEST_CASE("a table of another database") {
  const auto source = parse_postgres_source("postgres:/etc/warehouse?table=menu.food_item");
  REQUIRE(source);
  CHECK(source->place == "/etc/warehouse");
  CHECK(source->table == "menu.food_item");
  CHECK(source->into.empty());
  CHECK(source->parameters == "table=menu.food_item");
}

TEST_CASE("a query is percent-encoded, and says the table that it fills") {
  const auto source =
      parse_postgres_source("postgres:w?query=SELECT%20id%2C%20a%26b%0AFROM%20%22t%22&into=%22Order%20Item%22");
  REQUIRE(source);
  CHECK(source->query == "SELECT id, a&b\nFROM \"t\"");
  CHECK(source->into == "\"Order Item\"");
}

TEST_CASE("what is no source of another database") {
  struct Row {
    const char* text;
    const char* why;
  };
  const auto row =
      GENERATE(Row{"postgresql:w?table=a", "does not begin with postgres:"}, Row{"postgres:?table=a", "names nothing"},
               Row{"postgres:w", "needs ?table= or ?query="}, Row{"postgres:w?", "has a parameter \"\""},
               Row{"postgres:w?into=a", "needs table= or"}, Row{"postgres:w?table=a&table=b", "has table= twice"},
               Row{"postgres:w?table=a&query=TABLE%20b", "has table= and query="},
               Row{"postgres:w?table=", "has nothing behind table="},
               Row{"postgres:w?table", "has nothing behind table="}, Row{"postgres:w?table=a%2", "has a % in table="},
               Row{"postgres:w?table=a;b", "has table=a;b, which is not a name"},
               Row{"postgres:w?query=SELECT%00", "has control characters in query="});
  INFO(row.text);
  const auto source = parse_postgres_source(row.text);
  REQUIRE_FALSE(source);
  CHECK(source.error().why.contains(row.why));
}

TEST_CASE("the parameter that was probably meant is named") {
  const auto source = parse_postgres_source("postgres:w?tabel=a");
  REQUIRE_FALSE(source);
  CHECK(source.error().nearest == "table=");
}

}  // namespace
}  // namespace chandler::core::text
