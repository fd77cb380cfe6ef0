#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "dataset/description/digest.hpp"
#include "dataset/description/fields.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/description/schema.hpp"
#include "tests/support/places.hpp"

namespace chandler::dataset::description {
namespace {

using namespace std::chrono_literals;

Description parsed(std::string_view text) {
  auto description = parse(text);
  if (!description) FAIL(core::describe(description.error()));
  return *std::move(description);
}

core::Error refused(std::string_view text) {
  const auto description = parse(text);
  INFO(text);
  REQUIRE_FALSE(description.has_value());
  CHECK(description.error().code == "load.bad_description");
  CHECK(description.error().outcome == core::Outcome::problem);
  return description.error();
}

// A data set with these lines, the first of which is line 4.
std::string with(std::string_view lines) {
  return "version: 1\ndata_sets:\n  - file: dishes.csv\n" + std::string(lines);
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(tests::source_dir() / file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("every key of a load.yaml is read") {
  const auto description = parsed(R"(version: 1
data_sets:
  - file: dishes.csv
    table: menu.food_item
    format: csv
    delimiter: ";"
    quote: "'"
    escape: "\\"
    null: "NULL"
    header: true
    columns:
      - from: Dish
        to: name
        cast: to_date($1, 'DD.MM.YYYY')
        default: "unknown"
        secret: true
      - {from: obsolete, skip: true}
      - price
    key: [id, lang]
    mode: append
    delete: true
    after: [menu.category]
    before_sql: SET x = 1
    after_sql: SET x = 2
    max_errors: 7
    min_rows: 1
    max_delete: 10%
    fresh_for: 24h
  - file: b.json
)");
  REQUIRE(description.data_sets.size() == 2);
  const Entry& entry = description.data_sets.front();
  CHECK(entry.file == "dishes.csv");
  CHECK(entry.table == "menu.food_item");
  CHECK(entry.format == FileFormat::csv);
  CHECK(entry.delimiter == ';');
  CHECK(entry.quote == '\'');
  CHECK(entry.escape == '\\');
  CHECK(entry.null == "NULL");
  CHECK(entry.header == true);
  REQUIRE(entry.columns.size() == 3);
  CHECK(entry.columns[0].from == "Dish");
  CHECK(entry.columns[0].to == "name");
  CHECK(entry.columns[0].cast == "to_date($1, 'DD.MM.YYYY')");
  CHECK(entry.columns[0].otherwise == "unknown");
  CHECK(entry.columns[0].secret);
  CHECK(entry.columns[1].skip);
  CHECK(entry.columns[2].from == "price");
  CHECK(entry.key == std::vector<std::string>{"id", "lang"});
  CHECK(entry.mode == Mode::append);
  CHECK(entry.delete_vanished == true);
  CHECK(entry.after == std::vector<std::string>{"menu.category"});
  CHECK(entry.before_sql == "SET x = 1");
  CHECK(entry.after_sql == "SET x = 2");
  CHECK(entry.max_errors == 7);
  CHECK(entry.min_rows == 1);
  CHECK(entry.max_delete->percent == 10);
  CHECK(entry.fresh_for == 24h);
  CHECK_FALSE(description.data_sets.back().delimiter.has_value());
}

TEST_CASE("without a header the columns are those of the file, in its order") {
  const auto description =
      parsed(with("    header: false\n    columns: [id, {skip: true}, {to: name, default: ''}]\n"));
  const auto& columns = description.data_sets.front().columns;
  CHECK(columns[0].to == "id");
  CHECK(columns[1].skip);
  CHECK(columns[2].otherwise == "");
}

struct Wrong {
  const char* lines;
  const char* where;
  const char* message;
  const char* hint;
};

TEST_CASE("what is wrong in a load.yaml is told with line, column, what was found and what was expected") {
  const std::vector<Wrong> cases{
      {"    delimeter: ;\n", "load.yaml:4:5", "a data set has no key \"delimeter\"", "Did you mean delimiter?"},
      {"    zzz: 1\n", "load.yaml:4:5", "no key \"zzz\"", "It has file, table, format"},
      {"    header: maybe\n", "load.yaml:4:13", "expected true or false, found \"maybe\"", ""},
      {"    header: [true]\n", "load.yaml:4:13", "expected true or false, found a list", ""},
      {"    min_rows: -1\n", "load.yaml:4:15", "expected a whole number", ""},
      {"    max_delete: 10\n", "load.yaml:4:17", "such as 10%, found \"10\"", ""},
      {"    fresh_for: soon\n", "load.yaml:4:16", "expected a duration, such as 24h", ""},
      {"    mode: swop\n", "load.yaml:4:11", "expected merge, append or swap, found \"swop\"", "Did you mean swap?"},
      {"    format: xml\n", "load.yaml:4:13", "expected csv, tsv, ndjson, json or text, found \"xml\"", ""},
      {"    delimiter: \"||\"\n", "load.yaml:4:16", "expected one character", ""},
      {"    delimiter: x\n", "load.yaml:4:16", "expected one character", ""},
      {"    null: null\n", "load.yaml:4:11", "in quotes where it is empty or null, found nothing", ""},
      {"    key: id\n", "load.yaml:4:10", "expected a list of names, such as [id, lang], found \"id\"", ""},
      {"    key: []\n", "load.yaml:4:10", "found an empty one", ""},
      {"    table: ''\n", "load.yaml:4:12", "expected a text, found an empty one", ""},
      {"    columns:\n      - {form: x}\n", "load.yaml:5:10", "a column has no key \"form\"", "Did you mean from?"},
      {"    columns:\n      - {to: x}\n", "load.yaml:5:9", "the column lacks from", ""},
      {"    columns:\n      - {from: x, skip: true, cast: y}\n", "load.yaml:5:9", "skip: true excludes", ""},
      {"    columns:\n      - x\n      - {from: x, to: y}\n", "load.yaml:6:9",
       "the column \"x\" stands in the list twice", ""},
      {"    columns:\n      - {from: x, to: z}\n      - {from: y, to: z}\n", "load.yaml:6:9", "twice", ""},
      {"    header: false\n", "load.yaml:3:5", "header: false needs columns", ""},
      {"    header: false\n    columns: [{from: a, to: b}]\n", "load.yaml:5:15", "from means nothing without a header",
       ""},
      {"    delimiter: \"'\"\n    quote: \"'\"\n", "load.yaml:3:5", "delimiter and quote are the same", ""},
      {"    null: \"a,b\"\n", "load.yaml:3:5", "null holds the delimiter", ""},
      {"    table: a\n    table: b\n", "load.yaml:5:5", "the key \"table\" stands here twice", ""},
      {"    format: json\n    header: true\n", "load.yaml:3:5", "is not CSV", ""},
      {"    format: text\n    quote: \"'\"\n", "load.yaml:3:5", "quote and escape mean nothing there", ""},
      {"    format: text\n    delimiter: \"\\\\\"\n", "load.yaml:3:5", "no backslash and no point", ""},
      {"    format: text\n    null: \"a\\tb\"\n", "load.yaml:3:5", "null holds the delimiter or a line end", ""},
      {"    format: text\n    header: false\n", "load.yaml:3:5", "header: false needs columns", ""},
      {"  - file: dishes.csv\n", "load.yaml:4:5", "the file dishes.csv stands here a second time, first in line 3", ""},
      {"  - table: x\n", "load.yaml:4:5", "a data set lacks file", ""},
      {"  - file: a/b.csv\n", "load.yaml:4:5", "\"a/b.csv\" is not the name of a file in the folder", ""},
      {"  - dishes.csv\n", "load.yaml:4:5", "expected a data set with keys, found \"dishes.csv\"", ""},
      {"    quote: [\n", "load.yaml:5:1", "no YAML", ""},
  };
  for (const Wrong& test : cases) {
    const auto error = refused(with(test.lines));
    CHECK(error.where == test.where);
    CHECK(error.message.contains(test.message));
    CHECK(error.hint.contains(test.hint));
  }
}

TEST_CASE("a text that is no load.yaml at all is refused") {
  CHECK(refused("").message.contains("expected one document, found 0"));
  CHECK(refused("version: 1\ndata_sets: []\n---\nversion: 1\n").message.contains("found 2"));
  CHECK(refused("[]").message == "expected load.yaml with keys, found a list");
  for (const char* text : {",", "a: 1\n,", "]", "version: 1\n...\n,"}) refused(text);  // yaml-cpp reads them for ever
  CHECK(refused("version: 2\ndata_sets: []\n").message.contains("version 2 is not known"));
  CHECK(refused("data_sets: []\n").message == "load.yaml lacks version");
  CHECK(refused("version: 1\n").message == "load.yaml lacks data_sets");
  CHECK(refused(std::string(longest_text + 1, ' ')).message == "it is larger than 1 MiB");
}

TEST_CASE("a description that makes other rows makes another hash, and only that") {
  const auto hash = [](std::string_view lines) {
    const auto description = parsed(with(lines));
    return content_hash("abc", &description.data_sets.front());
  };
  CHECK(content_hash("abc", nullptr) == "abc");
  CHECK(hash("") == "abc");
  CHECK(hash("    table: x\n    min_rows: 5\n    fresh_for: 1h\n    columns: []\n") == "abc");
  CHECK(hash("    null: x\n") != "abc");
  CHECK(hash("    null: x\n") != hash("    null: ''\n"));
  CHECK(hash("    columns: [{from: a, to: b}]\n") != hash("    columns: [{from: a, to: c}]\n"));
  CHECK(hash("    columns: [{from: a, to: b}]\n") == hash("    columns:\n      - to: b\n        from: a # the same\n"));
  CHECK(hash("    columns: [{from: a, secret: true}]\n") == hash("    columns: [a]\n"));
  CHECK(hash("    before_sql: x\n") != hash("    after_sql: x\n"));
}

TEST_CASE("the example in docs/load.md is a load.yaml, and the schema has its keys") {
  const std::string page = text_of("docs/load.md");
  const std::size_t begin = page.find("```yaml\nversion: 1\n");
  REQUIRE(begin != std::string::npos);
  const std::size_t end = page.find("```\n", begin + 3);
  const auto description = parsed(page.substr(begin + 8, end - begin - 8));
  CHECK(description.data_sets.front().table == "menu.food_item");
  CHECK(description.data_sets.front().columns.size() == 5);
}

TEST_CASE("docs/load.schema.json is what the fields say") {
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream(tests::source_dir() / "docs/load.schema.json", std::ios::binary) << schema();
  }
  CHECK(text_of("docs/load.schema.json") == schema());
  const auto json = nlohmann::json::parse(schema());
  const auto& entry = json.at("properties").at("data_sets").at("items");
  CHECK(entry.at("properties").size() == fields<Entry>().size());
  CHECK(entry.at("additionalProperties") == false);
  CHECK(entry.at("required") == nlohmann::json::array({"file"}));
}

}  // namespace
}  // namespace chandler::dataset::description
