#include "cli/manifest/writer.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

#include "cli/manifest/readers.hpp"

using namespace chandler::cli::manifest;
using nlohmann::json;

TEST_CASE("every text reads back as it was written") {
  const std::string text =
      GENERATE("", "yes", "1", "a: b", "line\n", "line", "two\nlines\n", "two\nlines", "ends\n\n", "\n", "\n\nleading",
               "  indented\nx\n", "a\n  b\n\n c\n", "tab\there\n", "trailing \nblank\n", "quote \" and \\ back\n",
               "control \x01 here\nx\n", "# no comment\nx", "---\nx\n", "é\nü\n", "a\r\nb\r\n", "\tx\ny",
               "select 'x';\n-- done\n", "line\xE2\x80\xA8separator\n");
  const json value{
      {"text", text}, {"list", json::array({text, {{"inner", text}}, json::array({text})})}, {text, "key"}};
  const std::string yaml = to_yaml(from_json(value));
  INFO(yaml);
  const auto back = read_yaml(yaml);
  REQUIRE(back);
  CHECK(to_json(*back) == value);
}

TEST_CASE("what cannot stand without quotes where it is written anew is quoted") {
  for (const std::string text : {" --- a", " ... a", " --- a: b", " ---: 1", "a:\n\n--\n\n b"}) {
    INFO(text);
    const auto read = read_yaml(text);
    REQUIRE(read);
    const auto back = read_yaml(to_yaml(*read));
    REQUIRE(back);
    CHECK(to_json(*back) == to_json(*read));
  }
}

TEST_CASE("scripts are written as blocks") {
  const json value{{"data", {{"V1__menu.sql", "create table menu ();\n\ncreate index on menu ();\n"}}}};
  CHECK(to_yaml(from_json(value)) ==
        "data:\n  V1__menu.sql: |\n    create table menu ();\n\n    create index on menu ();\n");
}

TEST_CASE("empty and nested collections") {
  const json value{{"a", json::object()},
                   {"b", json::array()},
                   {"c", json::array({json::array({1, 2}), json::object(), json::array()})},
                   {"d", nullptr}};
  const std::string yaml = to_yaml(from_json(value));
  CHECK(yaml == "a: {}\nb: []\nc:\n- - 1\n  - 2\n- {}\n- []\nd: null\n");
  CHECK(to_json(*read_yaml(yaml)) == value);
}
