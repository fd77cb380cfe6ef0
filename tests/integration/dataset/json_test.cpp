#include <array>
#include <optional>
#include <random>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

// One value in both formats; nullopt is NULL.
struct Value {
  std::optional<std::string> csv;
  std::string json;
};

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\u0009";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

std::string csv_text(const std::optional<std::string>& text) {
  if (!text) return "";
  std::string out = "\"";
  for (const char c : *text) {
    if (c == '"') out += c;
    out += c;
  }
  return out + "\"";
}

Value text_value(std::mt19937& random) {
  static const std::vector<std::string> parts{"a",    "é",  "🍕", "\"", "\\", "\\N", "\\.",  "\t", "\n",
                                              "\r\n", "\r", ",",  "{",  "}",  "[",   "NULL", " ",  ""};
  std::string text;
  for (std::size_t i = random() % 5; i > 0; --i) text += parts[random() % parts.size()];
  return {text, json_text(text)};
}

const std::vector<std::pair<std::string, std::vector<Value>>>& columns() {
  static const std::vector<std::pair<std::string, std::vector<Value>>> all{
      {"numeric",
       {{"0.10", "0.10"},
        {"NaN", "\"NaN\""},
        {"1e400", "1e400"},
        {"-12345678901234567890123.5", "-12345678901234567890123.5"},
        {"Infinity", "\"Infinity\""}}},
      {"float8", {{"0.1", "0.1"}, {"-0", "-0"}, {"-Infinity", "\"-Infinity\""}, {"1e-300", "1E-300"}}},
      {"bigint", {{"9223372036854775807", "9223372036854775807"}, {"-1", "\"-1\""}}},
      {"boolean", {{"t", "true"}, {"f", "false"}, {"yes", "\"yes\""}}},
      {"jsonb",
       {{R"({"a":[1,"x\n",null],"b":{}})", R"({ "a" : [1, "x\n" ,null], "b":{} })"},
        {"\"text\"", "\"text\""},
        {"12.50", "12.50"},
        {"[]", "[]"}}},
      {"json", {{R"({"b":1,"a":"é"})", R"({"b": 1, "a":"é"})"}, {"true", "true"}}},
      {"text[]",
       {{R"({a,"b c","","x\"y\\z",NULL,"NULL"})", R"(["a","b c","","x\"y\\z",null,"NULL"])"},
        {"{}", "[]"},
        {"{x}", "\"{x}\""}}},
      {"int[]", {{"{{1,2},{3,NULL}}", "[[1,2],[3,null]]"}, {"[2:3]={5,6}", "\"[2:3]={5,6}\""}}},
      {"jsonb[]", {{R"({"{\"a\": 1}","[2, \"x\"]",NULL})", R"([{"a":1},[2,"x"],null])"}}},
      {"bytea", {{R"(\xdeadbeef00)", R"("\\xdeadbeef00")"}, {"\\\\a", R"("\\\\a")"}}},
      {"timestamptz",
       {{"2026-11-21 10:00:00+05", "\"2026-11-21 10:00:00+05\""},
        {"infinity", "\"infinity\""},
        {"2026-11-21T10:00:00Z", "\"2026-11-21T10:00:00Z\""}}},
      {"prices", {{"{1.5,2}", "[1.5,2]"}}},
      {"document", {{"[1]", "[ 1 ]"}}},
  };
  return all;
}

TEST_CASE_METHOD(Fixture, "CSV, NDJSON and an array of the same data load to the same rows") {
  std::string definition = "(id int PRIMARY KEY, text text, \"x y\" text";
  for (const auto& [type, values] : columns()) definition += ", \"of " + type + "\" " + type;
  run("CREATE DOMAIN prices AS numeric[]; CREATE DOMAIN document AS jsonb");
  for (const char* name : {"by_csv", "by_lines", "by_array"})
    run("CREATE TABLE " + std::string(name) + definition + ")");
  std::string header = "id,text,x y";
  for (const auto& [type, values] : columns()) header += ",of " + type;
  std::mt19937 random(3);
  for (int round = 0; round < 12; ++round) {
    std::string csv = header + "\n";
    std::string lines;
    std::string array = "[";
    for (int id = 1; id <= 50; ++id) {
      csv += std::to_string(id);
      std::string object = "{\"id\":" + std::to_string(id);
      const auto add = [&](const std::string& name, const Value& value) {
        csv += "," + csv_text(value.csv);
        // A key may be left out where there is no value, but not in the first object.
        if (value.csv || id == 1 || random() % 2 == 0) object += ", \"" + name + "\" : " + value.json;
      };
      add("text", text_value(random));
      add("x y", random() % 4 == 0 ? Value{std::nullopt, "null"} : text_value(random));
      for (const auto& [type, values] : columns()) {
        const std::size_t which = random() % (values.size() + 1);
        add("of " + type, which == values.size() ? Value{std::nullopt, "null"} : values[which]);
      }
      csv += "\n";
      lines += object + "}\n";
      array += (id == 1 ? "\n" : ",\n") + object + "}";
    }
    write("by_csv.csv", csv);
    write("by_lines.ndjson", lines);
    write("by_array.json", array + "\n]");
    const auto loaded = load();
    if (!loaded) FAIL(core::describe(loaded.error()));
    const auto rows = [&](const std::string& name) {
      return value("SELECT string_agg(t::text, E'\\n' ORDER BY id) FROM " + name + " t");
    };
    REQUIRE(rows("by_lines") == rows("by_csv"));
    REQUIRE(rows("by_array") == rows("by_csv"));
  }
}

struct Wrong {
  const char* what;
  const char* file;
  std::string text;
  const char* where;
  const char* message;
};

TEST_CASE_METHOD(Fixture, "what is wrong with JSON is told by line or element, key, value and reason") {
  run("CREATE TABLE item(id int PRIMARY KEY, price numeric(8,2) CONSTRAINT not_negative CHECK (price >= 0), name text "
      "NOT NULL DEFAULT 'x')");
  const std::vector<Wrong> cases{
      {"a value", "item.ndjson", "{\"id\":1,\"price\":1}\n\n{\"id\":2,\"price\":\"12,50\"}\n",
       "item.ndjson:3, column price", "\"12,50\" is not a numeric(8,2)"},
      {"a value of an array", "item.json", "[{\"id\":1,\"price\":1},\n\n{\"price\":\"12,50\",\"id\":2}]",
       "item.json: element 2 (line 3), column price", "\"12,50\" is not a numeric(8,2)"},
      {"a number too large", "item.json", "[{\"id\":1,\"price\":1e400}]", "item.json: element 1 (line 1), column price",
       "\"1e400\" is not a numeric(8,2): numeric field overflow"},
      {"an object for a number", "item.ndjson", "{\"id\":{\"x\":1}}\n", "item.ndjson:1, column id",
       R"("{"x":1}" is not a integer)"},
      {"an unknown key", "item.ndjson", "{\"id\":1}\n{\"id\":2,\"prise\":1}\n", "item.ndjson:2",
       "the key \"prise\" is not among those of the first object"},
      {"an unknown column", "item.ndjson", "{\"id\":1,\"prise\":1}\n", "item.ndjson:1",
       "the table public.item has no column \"prise\""},
      {"a doubled key", "item.json", "[{\"id\":1},{\"id\":2,\"id\":3}]", "item.json: element 2 (line 1)",
       "the key \"id\" stands in the object twice"},
      {"NUL", "item.ndjson", "{\"id\":1,\"name\":\"a\\u0000\"}\n", "item.ndjson:1, column name", "\\u0000"},
      {"a check", "item.json",
       "[{\"id\":1,\"price\":1},{\"id\":2,\"price\":1},\n{\"id\":3,\"price\":-1},{\"id\":4,\"price\":1}]",
       "item.json: element 3 (line 2)", "not_negative"},
      {"a check, by line", "item.ndjson", "{\"id\":1,\"price\":1}\n{\"id\":2,\"price\":-1}\n", "item.ndjson:2",
       "not_negative"},
      {"NULL where none may be", "item.ndjson", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2}\n", "item.ndjson:2, column name",
       "NOT NULL"},
      {"a key twice", "item.json", "[{\"id\":1},\n{\"id\":2},\n{\"id\":1}]", "item.json: element 3 (line 3)",
       "the same key as in element 1: id = \"1\""},
      {"the end missing", "item.json", "[{\"id\":1},\n", "item.json:2", "the file ends before the array does"},
      {"an earlier fault goes first", "item.json", "[{\"id\":\"x\"},{\"id\":2,\"id\":2}]",
       "item.json: element 1 (line 1), column id", "is not a integer"},
      {"an object for a file", "item.json", "{\"id\":1}\n{\"id\":2}\n", "item.json:1", "expected an array of objects"},
      {"Latin-1", "item.ndjson", "{\"id\":1,\"name\":\"x\"}\n{\"id\":2,\"name\":\"caf\xE9\"}\n", "item.ndjson:2",
       "0xE9, which is \"é\" in Windows-1252"},
      {"UTF-16", "item.json", std::string("\xFF\xFE[\0]\0", 6), "item.json", "UTF-16"},
      {"no keys", "item.ndjson", "{}\n{\"id\":1}\n", "item.ndjson:1", "the first object has no keys"},
      {"no key column", "item.ndjson", "{\"price\":1}\n", "item.ndjson:1",
       "the first object lacks the column id, of the primary key"},
  };
  for (const bool filled : {false, true}) {
    if (filled) run("INSERT INTO item VALUES (99, 1)");
    for (const Wrong& test : cases) {
      INFO(test.what << (filled ? ", table with rows" : ", empty table"));
      write(test.file, test.text);
      const auto error = failure();
      CHECK(error.where == test.where);
      CHECK(error.message.contains(test.message));
      CHECK(value("SELECT count(*) FROM item WHERE id <> 99") == "0");
      std::filesystem::remove(folder() / test.file);
    }
  }
}

TEST_CASE_METHOD(Fixture, "a JSON file without an object is a file without rows") {
  run("CREATE TABLE a(id int PRIMARY KEY, name text NOT NULL); CREATE TABLE b(id int, name text NOT NULL);"
      "INSERT INTO a VALUES (1, 'there')");
  for (const char* text : {"[]", "\xEF\xBB\xBF [ ]\n"}) {
    write("a.json", text);
    CHECK(load_one().counts.read == 0);
    CHECK(value("SELECT count(*) FROM a") == "1");
  }
  write("b.ndjson", "\n");
  const auto both = load();
  REQUIRE(both.has_value());
  CHECK(both->back().counts.read == 0);
}

TEST_CASE_METHOD(Fixture, "a byte order mark is not part of JSON, and objects may be larger than any buffer") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text, w jsonb)");
  const std::string large(3'000'000, 'x');
  write("t.ndjson", "\xEF\xBB\xBF{\"id\":1,\"v\":\"" + large + "\",\"w\":[\"" + large + "\"]}\r\n{\"id\":2}\r\n");
  CHECK(load_one().counts.inserted == 2);
  CHECK(value("SELECT length(v) || ' ' || length(w->>0) FROM t WHERE id = 1") == "3000000 3000000");
}

}  // namespace
}  // namespace chandler::dataset
