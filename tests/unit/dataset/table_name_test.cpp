#include "dataset/table/table_name.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

TEST_CASE("a file's name gives its table") {
  CHECK(table_of_file("food_item.csv")->table == TableName{"", "food_item"});
  CHECK(table_of_file("menu.food_item.csv")->table == TableName{"menu", "food_item"});
  CHECK(table_of_file("Order Item.csv")->table == TableName{"", "Order Item"});
  CHECK(table_of_file("menu.food_item.csv.gz")->table == TableName{"menu", "food_item"});
  CHECK(table_of_file("food_item.tsv.zst")->table == TableName{"", "food_item"});
}

TEST_CASE("its ending gives the format") {
  CHECK(table_of_file("a.csv")->format == Format{});
  CHECK(table_of_file("a.tsv")->format == Format{.csv = {.delimiter = '\t'}});
  CHECK(table_of_file("a.b.ndjson")->format.kind == Format::Kind::ndjson);
  CHECK(table_of_file("a.jsonl")->format.kind == Format::Kind::ndjson);
  CHECK(table_of_file("a.json")->format.kind == Format::Kind::json);
  CHECK(table_of_file("a.tsv.gz")->format == Format{.csv = {.delimiter = '\t'}});
}

TEST_CASE("a name that gives no table is refused") {
  for (const char* name : {".csv", ".csv.gz", "a..csv", ".a.csv", "a.b.c.csv"}) {
    INFO(name);
    const auto table = table_of_file(name);
    REQUIRE_FALSE(table.has_value());
    CHECK(table.error().code == "load.bad_name");
    CHECK(table.error().outcome == core::Outcome::problem);
  }
}

TEST_CASE("other kinds of file are refused by name") {
  for (const char* name :
       {"food.xml", "food.csv.bz2", "food.CSV", "food.csv.GZ", "food.gz", "food.SQL", "food", "load.yaml"}) {
    INFO(name);
    const auto table = table_of_file(name);
    REQUIRE_FALSE(table.has_value());
    CHECK(table.error().code == "load.unsupported");
    CHECK(table.error().where == name);
  }
  CHECK(table_of_file("load.yaml").error().message.contains("describes the files beside it"));
}

TEST_CASE("a script stands under its own name") {
  CHECK(table_of_file("10-menu.food.sql")->table == TableName{"", "10-menu.food.sql"});
  CHECK(table_of_file("seed.sql.gz")->table == TableName{"", "seed.sql"});
  CHECK(table_of_file("seed.sql")->format.kind == Format::Kind::sql);
}

TEST_CASE("the flag --table is read as SQL reads it") {
  CHECK(table_of_flag("food_item") == TableName{"", "food_item"});
  CHECK(table_of_flag("Menu.Food_Item") == TableName{"menu", "food_item"});
  CHECK(table_of_flag("\"Menu\".\"Food Item\"") == TableName{"Menu", "Food Item"});
  CHECK(table_of_flag("\"a.b\"") == TableName{"", "a.b"});
  CHECK(table_of_flag("\"say \"\"hi\"\"\"") == TableName{"", "say \"hi\""});
}

TEST_CASE("the flag --table that is no name is wrong usage") {
  for (const char* text : {"", ".", "a.", ".a", "a.b.c", "a b", "\"a", "\"\"", "a\"b", "\"a\"b"}) {
    INFO(text);
    const auto table = table_of_flag(text);
    REQUIRE_FALSE(table.has_value());
    CHECK(table.error().outcome == core::Outcome::usage);
  }
}

TEST_CASE("names are quoted for SQL") {
  CHECK(TableName{"a\"b", "C d"}.quoted() == "\"a\"\"b\".\"C d\"");
  CHECK(TableName{"", "select"}.quoted() == "\"select\"");
}

}  // namespace
}  // namespace chandler::dataset
