#include "dataset/table/match.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

Table food_item() {
  return {.oid = "1",
          .name = {"menu", "food_item"},
          .columns = {{.name = "id", .type = "integer", .identity = Identity::always},
                      {.name = "name", .type = "text", .required = true},
                      {.name = "price", .type = "numeric(8,2)"},
                      {.name = "gross", .type = "numeric", .generated = true},
                      {.name = "row_number", .type = "bigint", .identity = Identity::always}},
          .key = {"id"}};
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> out;
  for (const Column& column : columns) out.push_back(column.name);
  return out;
}

core::Error refusal(std::vector<std::string> names) {
  const auto matched = match_header({.names = std::move(names)}, food_item(), "food_item.csv:1");
  REQUIRE_FALSE(matched.has_value());
  CHECK(matched.error().code == "load.bad_header");
  CHECK(matched.error().where == "food_item.csv:1");
  CHECK(matched.error().outcome == core::Outcome::problem);
  return matched.error();
}

TEST_CASE("columns come in the header's order, and optional ones may be missing") {
  const auto all = match_header({.names = {"price", "name", "id"}}, food_item(), "food_item.csv:1");
  REQUIRE(all.has_value());
  CHECK(names_of(*all) == std::vector<std::string>{"price", "name", "id"});
  CHECK(match_header({.names = {"id", "name"}}, food_item(), "food_item.csv:1").has_value());
}

TEST_CASE("a header that does not fit its table is refused by the column's name") {
  CHECK(refusal({"id", "name", "prise"}).hint.contains("Did you mean price?"));
  CHECK(refusal({"id", "name", "zzzzzzzz"}).hint.contains("Its columns are id, name, price"));
  CHECK(refusal({"id", "name", "Name"}).message.contains("no column \"Name\""));
  CHECK(refusal({"id", "name", "name"}).message.contains("name twice"));
  CHECK(refusal({"id", "name", ""}).message.contains("without a name"));
  CHECK(refusal({"id", "name", "gross"}).message.contains("generated"));
  CHECK(refusal({"id", "name", "row_number"}).message.contains("GENERATED ALWAYS AS IDENTITY"));
  CHECK(refusal({"name"}).message.contains("lacks the column id, of the primary key"));
  CHECK(refusal({"id", "price"}).message.contains("lacks the column name, which is NOT NULL"));
}

}  // namespace
}  // namespace chandler::dataset
