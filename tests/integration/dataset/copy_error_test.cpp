#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

struct Wrong {
  const char* what;
  std::string file;
  const char* where;
  const char* message;
  const char* hint;
};

constexpr std::string_view table =
    "CREATE TYPE size AS ENUM ('small', 'large'); "
    "CREATE TABLE food_item(id int PRIMARY KEY, name varchar(10), price numeric(5,2), size size, day date, tags "
    "text[])";

TEST_CASE_METHOD(Fixture, "a value that its column does not take is told by line, column, value and reason") {
  run(table);
  const std::vector<Wrong> cases{
      {"a comma for a point", "id,price\n1,1.5\n2,\"12,50\"\n", "food_item.csv:3, column price",
       "\"12,50\" is not a numeric(5,2): invalid input syntax for type numeric", "Decimals take a point"},
      {"behind values of several lines", "id,name,price\n1,\"a\nb\",1\n2,\"\n\n\",2\n3,\"c\nd\",x\n",
       "food_item.csv:7, column price", "\"x\" is not a numeric(5,2)", ""},
      {"behind a header of two lines", "id,\"name\"\n1,x\n2,abcdefghijk\n", "food_item.csv:3, column name",
       "\"abcdefghijk\" is not a character varying(10): value too long", ""},
      {"CRLF, and newlines in quotes", "id,name,price\r\n1,\"a\nb\",1\r\n2,\"c\r\nd\",x\r\n",
       "food_item.csv:4, column price", "\"x\" is not a numeric(5,2)", ""},
      {"CR", "id,price\r1,1\r2,x\r", "food_item.csv:3, column price", "\"x\" is not a numeric(5,2)", ""},
      {"too large", "id,price\n1,1000\n", "food_item.csv:2, column price",
       "\"1000\" is not a numeric(5,2): numeric field overflow", ""},
      {"no such enum value", "id,size\n1,small\n2,tall\n", "food_item.csv:3, column size",
       "\"tall\" is not a size: invalid input value for enum size", ""},
      {"no such day", "id,day\n1,2026-02-30\n", "food_item.csv:2, column day", "\"2026-02-30\" is not a date",
       "Dates are written"},
      {"an empty text is not NULL", "id,day\n1,\"\"\n", "food_item.csv:2, column day", "\"\" is not a date",
       "without quotes"},
      {"an array", "id,tags\n1,\"{a,b\"\n", "food_item.csv:2, column tags",
       "\"{a,b\" is not a text[]: malformed array literal", ""},
      {"a value with a line end", "id,price\n1,\"1\n2\"\n", "food_item.csv:2, column price",
       "\"1\\n2\" is not a numeric(5,2)", ""},
      {"a long value is cut", "id,price\n1," + std::string(500, 'x') + "\n", "food_item.csv:2, column price",
       "xxx…\" is not", ""},
  };
  for (const bool filled : {false, true}) {
    if (filled) run("INSERT INTO food_item VALUES (99, 'there')");
    for (const Wrong& test : cases) {
      INFO(test.what << (filled ? ", table with rows" : ", empty table"));
      write("food_item.csv", test.file);
      const auto error = failure();
      CHECK(error.code == "load.bad_value");
      CHECK(error.where == test.where);
      CHECK(error.message.contains(test.message));
      CHECK(error.hint.contains(test.hint));
      CHECK(value("SELECT count(*) FROM food_item WHERE id <> 99") == "0");
    }
  }
}

TEST_CASE_METHOD(Fixture, "the earlier of two faults is told, also when the later one keeps the file from being read") {
  run(table);
  write("food_item.csv", "id,price\n1,x\n2,3,4\n");
  CHECK(failure().where == "food_item.csv:2, column price");
}

TEST_CASE_METHOD(Fixture, "a file that is no CSV is told by line") {
  run(table);
  write("food_item.csv", "id,name\n1,a\n2,\"b\n");
  const auto error = failure();
  CHECK(error.code == "load.bad_csv");
  CHECK(error.where == "food_item.csv:3, column name");
}

TEST_CASE_METHOD(Fixture, "a header that does not fit is told before any row is sent") {
  run(table);
  write("food_item.csv", "id,nmae\n1,x\n");
  const auto error = failure();
  CHECK(error.code == "load.bad_header");
  CHECK(error.hint.contains("Did you mean name?"));
}

}  // namespace
}  // namespace chandler::dataset
