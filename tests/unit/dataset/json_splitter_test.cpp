#include <random>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/dataset/json_records.hpp"

namespace chandler::dataset::json {
namespace {

using Kind = Format::Kind;

struct Accepted {
  const char* what;
  std::string file;
  std::vector<Object> objects;
};

struct Refused {
  const char* what;
  std::string file;
  Defect defect;
};

TEST_CASE("NDJSON is an object a line") {
  const std::vector<Accepted> cases{
      {"lines", "{\"a\":1}\n{\"a\":2}\n", {{1, "{\"a\":1}"}, {2, "{\"a\":2}"}}},
      {"the last one without an end", "{\"a\":1}\n{}", {{1, "{\"a\":1}"}, {2, "{}"}}},
      {"empty lines and blanks do not count", "\n  \r\n{}\r\n\n\t{} \n", {{3, "{}\r"}, {5, "{} "}}},
      {"nothing", "", {}},
      {"brackets and line ends as text", "{\"a\":\"}\\n{\"}\n", {{1, "{\"a\":\"}\\n{\"}"}}},
  };
  for (const Accepted& test : cases) {
    INFO(test.what);
    const auto objects = split(Kind::ndjson, test.file, test.file.size() + 1);
    REQUIRE(objects.has_value());
    CHECK((*objects == test.objects));
  }
}

TEST_CASE("an array is split between its objects, whatever stands within them") {
  const std::vector<Accepted> cases{
      {"on one line", R"([{"a":1},{"a":2}])", {{1, R"({"a":1})"}, {1, R"({"a":2})"}}},
      {"on many", "\n[\n  {\n\"a\":1} ,\n{}\n]\n", {{3, "{\n\"a\":1}"}, {5, "{}"}}},
      {"nothing", " [ ] ", {}},
      {"brackets within texts", R"([{"]}":"[{,\"}"},{"\\":"\\"}])", {{1, R"({"]}":"[{,\"}"})"}, {1, R"({"\\":"\\"})"}}},
      {"nested", R"([{"a":[[{"b":{}}],[]]}])", {{1, R"({"a":[[{"b":{}}],[]]})"}}},
  };
  for (const Accepted& test : cases) {
    INFO(test.what);
    const auto objects = split(Kind::json, test.file, test.file.size() + 1);
    REQUIRE(objects.has_value());
    CHECK((*objects == test.objects));
  }
}

TEST_CASE("a file that is no NDJSON is refused where the fault is") {
  const auto number = split(Kind::ndjson, "{}\n\n 7\n", 100);
  REQUIRE_FALSE(number.has_value());
  CHECK((number.error() == Defect{.fault = Fault::not_an_object, .line = 3, .text = "7"}));
}

TEST_CASE("a file that is no array of objects is refused where the fault is") {
  const std::vector<Refused> cases{
      {"nothing at all", " \n", {.fault = Fault::not_an_array, .line = 2}},
      {"an object", "{}", {.fault = Fault::not_an_array, .line = 1, .text = "{"}},
      {"a number in it", "[{},\n7]", {.fault = Fault::not_an_object, .line = 2, .element = 2, .text = "7"}},
      {"a comma before the end", "[{},]", {.fault = Fault::not_an_object, .line = 1, .element = 2, .text = "]"}},
      {"two commas", "[{},,{}]", {.fault = Fault::not_an_object, .line = 1, .element = 2, .text = ","}},
      {"no comma", "[{}\n{}]", {.fault = Fault::no_comma, .line = 2, .text = "{"}},
      {"more behind it", "[]\n\n[]", {.fault = Fault::more_behind, .line = 3, .text = "["}},
      {"cut off between", "[{},\n", {.fault = Fault::cut_off, .line = 2}},
      {"cut off within", "[{},\n{\n\"a\":", {.fault = Fault::cut_off, .line = 2, .element = 2}},
      {"a text that stays open", "[{\"a\":\"x}]", {.fault = Fault::cut_off, .line = 1, .element = 1}},
      {"brackets that cross", "[{\"a\":[1}]}]", {.fault = Fault::bad_bracket, .line = 1, .element = 1, .text = "}"}},
      {"too deep", "[{\"a\":" + std::string(600, '['), {.fault = Fault::too_deep, .line = 1, .element = 1}},
  };
  for (const Refused& test : cases) {
    for (const std::size_t piece : {1UZ, 3UZ, test.file.size() + 1}) {
      INFO(test.what << " in pieces of " << piece);
      const auto objects = split(Kind::json, test.file, piece);
      REQUIRE_FALSE(objects.has_value());
      CHECK((objects.error() == test.defect));
    }
  }
}

TEST_CASE("an object beyond the limit is refused, not read into memory") {
  const std::string long_text = "{\"a\":\"" + std::string(longest_object, 'x');
  for (const Kind kind : {Kind::ndjson, Kind::json}) {
    const auto objects = split(kind, (kind == Kind::json ? "[" : "") + long_text, 65536);
    REQUIRE_FALSE(objects.has_value());
    CHECK(objects.error().fault == Fault::too_long);
  }
}

TEST_CASE("JSON splits the same in pieces of any size") {
  static const std::vector<std::string> parts{
      "{", "}", "[", "]", "\"", "\"", "\\", ",", ":", "1", "\n", " ", "{}", "{\"a\":\"\\\"\"}", "\r\n"};
  std::mt19937 random(11);
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Kind kind = round % 2 == 0 ? Kind::json : Kind::ndjson;
    std::string file = kind == Kind::json ? "[" : "";
    for (std::size_t i = random() % 8; i > 0; --i) {
      file += parts[random() % parts.size()];
      if (kind == Kind::json && random() % 2 == 0) file += random() % 3 == 0 ? "]" : ",{}";
    }
    const auto whole = split(kind, file, file.size() + 1);
    if (whole) ++accepted;
    for (const std::size_t piece : {1UZ, 2UZ, 5UZ}) {
      INFO("file \"" << file << "\" in pieces of " << piece);
      REQUIRE((split(kind, file, piece) == whole));
    }
  }
  CHECK(accepted > 1'000);
  CHECK(accepted < 19'000);
}

}  // namespace
}  // namespace chandler::dataset::json
