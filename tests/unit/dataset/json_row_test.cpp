#include <catch2/catch_test_macros.hpp>

#include "dataset/json/row_reader.hpp"

namespace chandler::dataset::json {
namespace {

using Values = std::vector<std::optional<std::string>>;

std::expected<Values, Defect> read(RowReader& reader, std::string object) {
  const auto row = reader.read(object);
  if (!row) return std::unexpected(row.error());
  Values out;
  for (const auto& value : *row) out.push_back(value.transform([](auto text) { return std::string(text); }));
  return out;
}

// The value of the only column.
std::optional<std::string> one(Shape shape, const std::string& value) {
  RowReader reader({{"a", shape}});
  const auto row = read(reader, "{\"a\":" + value + "}");
  if (!row) FAIL(value << " is refused: " << row.error().text);
  return row->front();
}

Defect refusal(const std::string& object) {
  RowReader reader({{"a"}, {"b"}});
  const auto row = read(reader, object);
  REQUIRE_FALSE(row.has_value());
  return row.error();
}

TEST_CASE("keys find their columns in any order, and one that is missing is NULL") {
  RowReader reader({{"a"}, {"b"}, {"c d"}});
  CHECK((read(reader, R"({"a":1,"b":2,"c d":3})") == Values{"1", "2", "3"}));
  CHECK((read(reader, R"({"c d":3,"\u0061":1})") == Values{"1", std::nullopt, "3"}));
  CHECK((read(reader, "{}") == Values{std::nullopt, std::nullopt, std::nullopt}));
  CHECK((read(reader, "{ \"b\" : null }\r") == Values{std::nullopt, std::nullopt, std::nullopt}));
}

TEST_CASE("a number is as it is written") {
  for (const char* text : {"0", "-0", "0.1", "1e400", "1E-7", "-12.50", "123456789012345678901234567890", "2.0e+05"}) {
    CHECK(one(Shape::text, text) == text);
    CHECK(one(Shape::json, text) == text);
    CHECK(one(Shape::array, std::string("[") + text + " ]") == "{\"" + std::string(text) + "\"}");
  }
  for (const char* text : {"01", "1.", ".5", "+1", "1e", "-", "1e+", "0x1", "1_000", "NaN", "--1", "1.5.2"}) {
    INFO(text);
    RowReader reader({{"a"}});
    CHECK_FALSE(read(reader, std::string("{\"a\":") + text + "}").has_value());
  }
}

TEST_CASE("a text column takes a string's text, and JSON of what is more") {
  CHECK(one(Shape::text, R"("x\n\"y\"\t\\\u00e9\ud83c\udf55")") == "x\n\"y\"\t\\é🍕");
  CHECK(one(Shape::text, R"("")") == "");
  CHECK(one(Shape::text, "true") == "true");
  CHECK(one(Shape::text, "false") == "false");
  CHECK(one(Shape::text, "null") == std::nullopt);
  CHECK(one(Shape::text, R"({ "b" : [ 1 , "x y" ] })") == R"({"b":[1,"x y"]})");
}

TEST_CASE("a json column takes the value itself") {
  CHECK(one(Shape::json, R"("x\ny")") == R"("x\ny")");
  CHECK(one(Shape::json, R"([ {"b" :null}, true ] )") == R"([{"b":null},true])");
  CHECK(one(Shape::json, "null") == std::nullopt);
}

TEST_CASE("an array column takes an array as PostgreSQL writes it") {
  CHECK(one(Shape::array, "[]") == "{}");
  CHECK(one(Shape::array, R"(["a b","","NULL","say \"hi\"","back\\slash",null])") ==
        R"({"a b","","NULL","say \"hi\"","back\\slash",NULL})");
  CHECK(one(Shape::array, "[[1,2],[3,null]]") == R"({{"1","2"},{"3",NULL}})");
  CHECK(one(Shape::array, R"("{1,2}")") == "{1,2}");
  CHECK(one(Shape::json_array, R"([{"a":1},[2,"x"],"y",null])") == R"({"{\"a\":1}","[2,\"x\"]","\"y\"",NULL})");
}

TEST_CASE("an object that cannot be a row is refused by key and reason") {
  CHECK((refusal(R"({"a":1,"a":2})") == Defect{.fault = Fault::duplicate_key, .key = "a"}));
  CHECK((refusal(R"({"a":1,"c":2})") == Defect{.fault = Fault::unknown_key, .key = "c"}));
  CHECK((refusal(R"({"a":"x\u0000y"})") == Defect{.fault = Fault::nul, .key = "a"}));
  CHECK((refusal(R"({"b":01})") == Defect{.fault = Fault::bad_number, .key = "b", .text = "01"}));
  CHECK(refusal(R"({"a":1} {"a":2})").fault == Fault::more_behind);
  CHECK(refusal("{\"a\":\"caf\xE9\"}").fault == Fault::not_utf8);
  CHECK(refusal("{\"a\":\"caf\xE9\"}").byte == 0xE9);
  for (const char* object :
       {R"({"a":1)", R"({"a" 1})", R"({"a":1,})", R"({"a":tru})", R"({"a":"x)", R"({"a":"\q"})", R"({"a":"\ud800"})",
        R"({a:1})", R"({"a":[1,]})", R"({"a":[1})", R"({"a":{"b":1]})", R"({"a":{"b":01}})", R"({"a":{"b":"\x"}})",
        R"({"a":nul})", "{\"a\":\"x\ny\"}", R"({,"a":1})"}) {
    INFO(object);
    const Fault fault = refusal(object).fault;
    CHECK((fault == Fault::bad_syntax || fault == Fault::bad_number));
  }
  CHECK(refusal("{\"a\":" + std::string(900, '[') + std::string(900, ']') + "}").fault == Fault::too_deep);
}

TEST_CASE("a reader goes on after a bad object") {
  RowReader reader({{"a"}});
  CHECK_FALSE(read(reader, R"({"a":)").has_value());
  CHECK((read(reader, R"({"a":"b"})") == Values{"b"}));
}

TEST_CASE("the first object's keys come in its order") {
  std::string object = R"({"b":{"x":1},"a":[1,2],"\u0063":null})";
  const auto keys = keys_of(object);
  REQUIRE(keys.has_value());
  CHECK(*keys == std::vector<std::string>{"b", "a", "c"});
}

}  // namespace
}  // namespace chandler::dataset::json
