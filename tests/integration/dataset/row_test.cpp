#include <cstdlib>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view tables =
    "CREATE TABLE category(id int PRIMARY KEY, CONSTRAINT small CHECK (id < 1000)); INSERT INTO category VALUES (1), "
    "(2);"
    "CREATE TABLE food_item(id int PRIMARY KEY, category int REFERENCES category, name text NOT NULL, code text "
    "UNIQUE, "
    "price numeric CONSTRAINT not_negative CHECK (price >= 0), parent int REFERENCES food_item)";

// 1,000 good rows, of two lines each, with one replaced.
std::string rows_with(int number, const std::string& row) {
  std::string text = "id,category,name,code,price,parent\n";
  for (int id = 1; id <= 1000; ++id) {
    text += id == number
                ? row + "\n"
                : std::to_string(id) + ",1,\"Dish\n" + std::to_string(id) + "\",c" + std::to_string(id) + ",1,\n";
  }
  return text;
}

struct Refused {
  const char* what;
  std::string row;
  const char* where;
  const char* message;
};

TEST_CASE_METHOD(Fixture, "a row that a constraint refuses is told by its line") {
  run(tables);
  run("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN IF new.name = 'bad' THEN RAISE EXCEPTION 'no % here', new.name; END IF; RETURN new; END $$;"
      "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON food_item FOR EACH ROW EXECUTE FUNCTION refuse()");
  const std::vector<Refused> cases{
      {"not null", "700,1,,x,1,", "food_item.csv:1400, column name", "no value, but the column is NOT NULL"},
      {"check", "700,1,n,x,-1,", "food_item.csv:1400", "violates check constraint \"not_negative\""},
      {"foreign key", "700,9,n,x,1,", "food_item.csv:1400, column category", "\"9\" is not in public.category.id"},
      {"foreign key to the same table", "700,1,n,x,1,5000", "food_item.csv:1400, column parent",
       "\"5000\" is not in public.food_item.id"},
      {"unique, in the file", "700,1,n,c3,1,", "food_item.csv:1400", "Key (code)=(c3) already exists"},
      {"primary key, in the file", "3,1,n,x,1,", "food_item.csv:1400", "the same key as in line 6: id = \"3\""},
      {"trigger", "700,1,bad,x,1,", "food_item.csv:1400", "no bad here"},
  };
  for (const bool filled : {false, true}) {
    if (filled) run("INSERT INTO food_item VALUES (700, 2, 'there', 'z', 5), (5001, 1, 'other', 'y', 1)");
    for (const Refused& test : cases) {
      INFO(test.what << (filled ? ", table with rows" : ", empty table"));
      write("food_item.csv", rows_with(700, test.row));
      const auto error = failure();
      CHECK(error.where == test.where);
      CHECK(error.message.contains(test.message));
      CHECK(value("SELECT count(*) FROM food_item WHERE id < 5000 AND name <> 'there'") == "0");
    }
  }
}

TEST_CASE_METHOD(Fixture, "rows may refer to later rows of the same file") {
  run(tables);
  write("food_item.csv", "id,name,parent\n1,a,2\n2,b,3\n3,c,\n");
  CHECK(load_one().counts.inserted == 3);
}

TEST_CASE_METHOD(Fixture, "a doubled row is refused even when both equal the table's") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'x')");
  write("t.csv", "id,v\n1,x\n1,x\n");
  CHECK(failure().code == "load.duplicate_key");
}

TEST_CASE_METHOD(Fixture, "a foreign key of two columns is told by its line") {
  run("CREATE TABLE p(a int, b int, PRIMARY KEY (a, b)); INSERT INTO p VALUES (1, 1);"
      "CREATE TABLE c(id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES p)");
  write("c.csv", "id,a,b\n1,1,1\n2,1,\n3,1,2\n");
  const auto error = failure();
  CHECK(error.where == "c.csv:4");
  CHECK(error.message.contains("Key (a, b)=(1, 2) is not present"));
}

}  // namespace
}  // namespace chandler::dataset
