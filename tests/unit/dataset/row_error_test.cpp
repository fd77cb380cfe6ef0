#include "dataset/fault/row_error.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

const Column price{.name = "price", .type = "numeric(8,2)"};

TEST_CASE("a value that its type does not take is told with line, column, value, reason and a hint") {
  const auto error = value_error({.sqlstate = "22P02", .message = "invalid input syntax for type numeric: \"12,50\""},
                                 {.file = "food_item.csv", .line = 17}, price, "12,50");
  CHECK(core::describe(error) ==
        "food_item.csv:17, column price: \"12,50\" is not a numeric(8,2): invalid input syntax for type numeric "
        "(SQLSTATE "
        "22P02). Nothing was loaded. Decimals take a point and no thousands separator: 1234.50");
  CHECK(error.outcome == core::Outcome::problem);
}

TEST_CASE("values are shown short, on one line, and cut between characters") {
  CHECK(shown("a\nb\tc\x01") == "\"a\\nb\\tc\\x01\"");
  const std::string pizza = "\xF0\x9F\x8D\x95";
  std::string many;
  for (int i = 0; i < 100; ++i) many += pizza;
  const std::string text = shown(many);
  CHECK(text.size() < 75);
  CHECK(text.ends_with("…\""));
  CHECK((text.size() - 2 - std::string_view("…").size()) % pizza.size() == 0);
  CHECK(shown(std::string(60, 'x')) == "\"" + std::string(60, 'x') + "\"");
}

TEST_CASE("every fault of a file has a message, and a place where it has one") {
  using csv::Fault;
  for (const Fault fault :
       {Fault::empty, Fault::header_too_long, Fault::not_utf8, Fault::cut_character, Fault::utf16, Fault::utf32,
        Fault::open_quote, Fault::bare_return, Fault::bare_newline, Fault::column_count}) {
    const auto error =
        defect_error({.fault = fault, .line = 3, .field = 1, .seen = 1, .expected = 2}, "a.csv", {&price, 1});
    CHECK(error.where == "a.csv:3, column price");
    CHECK_FALSE(error.message.empty());
    CHECK(error.hint.starts_with("Nothing was loaded."));
    CHECK(error.outcome == core::Outcome::problem);
  }
  CHECK(defect_error({.fault = csv::Fault::column_count, .seen = 1, .expected = 2}, "a.csv", {}).message ==
        "the row has 1 value, the header names 2 columns");
}

TEST_CASE("a row's place is the line, or the element of an array") {
  CHECK(text_of({.file = "a.csv", .line = 17}) == "a.csv:17");
  CHECK(text_of({.file = "a.csv", .line = 17}, "price") == "a.csv:17, column price");
  CHECK(text_of({.file = "a.json", .line = 40, .element = 17}) == "a.json: element 17 (line 40)");
  CHECK(text_of({.file = "a.json", .element = 17}, "price") == "a.json: element 17, column price");
}

TEST_CASE("a byte that is not UTF-8 is named") {
  CHECK(defect_error({.fault = csv::Fault::not_utf8, .seen = 0xE9}, "a.csv", {}).message ==
        "not UTF-8: 0xE9, which is \"é\" in Windows-1252");
  CHECK(defect_error({.fault = csv::Fault::not_utf8, .seen = 0x80}, "a.csv", {}).message.contains("\"€\""));
  CHECK(defect_error({.fault = csv::Fault::not_utf8, .seen = 0x81}, "a.csv", {}).message == "not UTF-8: 0x81");
  CHECK(defect_error({.fault = csv::Fault::not_utf8, .seen = 0}, "a.csv", {}).message.contains("a NUL byte"));
}

}  // namespace
}  // namespace chandler::dataset
