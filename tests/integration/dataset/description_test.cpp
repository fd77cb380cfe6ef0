#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

class Described : public Fixture {
 public:
  // A load.yaml with these data sets; the first is at line 3.
  void describe(const std::string& data_sets) const { write("load.yaml", "version: 1\ndata_sets:\n" + data_sets); }

  std::string rows(const std::string& table) {
    return value("SELECT coalesce(string_agg(t::text, ';' ORDER BY id), '') FROM " + table + " t");
  }
};

TEST_CASE_METHOD(Described, "a file's columns are renamed, skipped, cast and filled") {
  run("CREATE TABLE food_item(id int PRIMARY KEY, name varchar(10) NOT NULL, since date, price numeric(8,2))");
  write("dishes.txt", "Nr;Dish;Since;Colour;Price\n1;Soup;21.11.2026;red;12,50\n2;;01.02.2027;;\n3;'a;b';NULL;x;1\n");
  describe(R"y(  - file: dishes.txt
    table: food_item
    format: csv
    delimiter: ";"
    quote: "'"
    null: "NULL"
    columns:
      - {from: Nr, to: id}
      - {from: Dish, to: name, cast: "coalesce(nullif($1, ''), '$1?')"}
      - {from: Since, to: since, cast: "to_date($1, 'DD.MM.YYYY') -- German", default: 31.12.1999}
      - {from: Colour, skip: true}
      - {from: Price, to: price, cast: "nullif(replace($1, ',', '.'), '')"}
)y");
  CHECK(load_one().counts.inserted == 3);
  const std::string expected = "(1,Soup,2026-11-21,12.50);(2,$1?,2027-02-01,);(3,a;b,1999-12-31,1.00)";
  CHECK(rows("food_item") == expected);
  CHECK(load_one().action == Action::unchanged);
  run("UPDATE food_item SET price = 7 WHERE id = 1; DELETE FROM food_item WHERE id = 3; DELETE FROM "
      "chandler.dataset_load");
  const auto again = load_one();
  CHECK(again.counts.updated == 1);
  CHECK(again.counts.inserted == 1);
  CHECK(rows("food_item") == expected);
}

TEST_CASE_METHOD(Described, "a value that a cast does not take is told by line, column, value and cast") {
  run("CREATE TABLE t(id int PRIMARY KEY, day date, code varchar(3), n int)");
  describe(
      "  - file: t.csv\n    columns:\n      - {from: day, cast: \"to_date($1, 'DD.MM.YYYY')\"}\n"
      "      - {from: code, cast: upper($1)}\n      - {from: n, default: 5}\n");
  for (const bool filled : {false, true}) {
    if (filled) run("INSERT INTO t VALUES (99)");
    write("t.csv", "id,day,code,n\n1,21.11.2026,a,1\n2,1.1.2026,b,2\n3,2026-11-21,c,3\n4,1.1.2026,d,4\n");
    auto error = failure();
    CHECK(error.where == "t.csv:4, column day");
    CHECK(error.message.starts_with("\"2026-11-21\" does not become a date by to_date($1, 'DD.MM.YYYY'): "));
    write("t.csv", "id,day,code,n\n1,,a,1\n2,,\"long\nx\",2\n");
    error = failure();
    CHECK(error.where == "t.csv:3, column code");
    CHECK(error.message.contains("\"long\\nx\" does not become a character varying(3) by upper($1): value too long"));
    write("t.csv", "id,day,code,n\n1,,a,1\nx,,b,2\n");
    error = failure();
    CHECK(error.where == "t.csv:3, column id");
    CHECK(error.message.contains("\"x\" is not a integer"));
  }
}

TEST_CASE_METHOD(Described, "a default or a cast that no row can take is told by its place in load.yaml") {
  run("CREATE TABLE t(id int PRIMARY KEY, n int)");
  write("t.csv", "id,n\n1,1\n");
  describe("  - file: t.csv\n    columns: [{from: n, default: x}]\n");
  auto error = failure();
  CHECK(error.where == "load.yaml:3:5");
  CHECK(error.message.starts_with("the default \"x\" of the column n is not a integer"));
  for (const char* cast : {"nonsense($1)", "$1 +", "$2"}) {
    describe("  - file: t.csv\n    columns: [{from: n, cast: '" + std::string(cast) + "'}]\n");
    error = failure();
    CHECK(error.where == "load.yaml:3:5");
    CHECK(error.message.starts_with("a cast of t.csv: "));
  }
}

TEST_CASE_METHOD(Described, "a CSV file without a header has its columns named") {
  run("CREATE TABLE t(id int PRIMARY KEY, a text, b text DEFAULT 'd')");
  describe("  - file: t.csv\n    header: false\n    columns: [a, {skip: true}, id]\n");
  write("t.csv", "x,?,1\n\"y\nz\",?,2\n");
  CHECK(load_one().counts.inserted == 2);
  CHECK(rows("t") == "(1,x,d);(2,\"y\nz\",d)");
  write("t.csv", "x,?,1\ny,?,q\n");
  CHECK(failure().where == "t.csv:2, column id");
  write("t.csv", "x,1\n");
  const auto error = failure();
  CHECK(error.where == "load.yaml:3:5");
  CHECK(error.message == "it lists 3 columns, the first row of t.csv has 2 values");
  write("t.csv", "");
  CHECK(load_one().counts.read == 0);
}

TEST_CASE_METHOD(Described, "CSV's options mean what they mean to PostgreSQL") {
  run("CREATE TABLE t(id int PRIMARY KEY, a text, b text)");
  describe("  - {file: t.csv, delimiter: '|', quote: '~', escape: '\\', null: '7'}\n");
  write("t.csv", "id|a|b\n1|~x\\~|\ny~|7\n2|~7~|\\n\n3|\\\\|~\\\\~\n");
  CHECK(load_one().counts.inserted == 3);
  CHECK(rows("t") == "(1,\"x~|\ny\",);(2,7,\"\\\\n\");(3,\"\\\\\\\\\",\"\\\\\")");
  // Line 7 is not NULL, though the text for it is 7.
  write("t.csv", "id|a|b\n1||\n2||\n3||\n4||\n5||\n6||\n5||\n");
  CHECK(failure().message.contains("the same key as in line 6"));
}

TEST_CASE_METHOD(Described, "JSON goes by the same columns") {
  run("CREATE TABLE t(id int PRIMARY KEY, name text, tags text[], doc jsonb)");
  describe(
      "  - file: t.json\n    columns:\n      - {from: nr, to: id}\n      - {from: name, cast: upper($1), default: "
      "none}\n"
      "      - {from: junk, skip: true}\n");
  write("t.json", R"([{"nr":1,"junk":{"a":[1]},"name":"x","tags":["a"],"doc":{"k":1}},{"nr":2,"doc":"s"}])");
  CHECK(load_one().counts.inserted == 2);
  CHECK(rows("t") == R"x((1,X,{a},"{""k"": 1}");(2,NONE,,"""s"""))x");
  write("t.json", R"([{"nr":1,"name":"x"},{"nr":"q"}])");
  CHECK(failure().where == "t.json: element 2 (line 1), column id");
}

TEST_CASE_METHOD(Described, "rows are told apart by the key that is asked for") {
  run("CREATE TABLE t(id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, lang text, v "
      "text);"
      "CREATE UNIQUE INDEX ON t(lang, code); INSERT INTO t(code, v) VALUES ('a', 'old'), ('b', 'same')");
  describe("  - {file: t.csv, key: [code]}\n");
  write("t.csv", "code,v\na,new\nb,same\nc,more\n");
  const auto loaded = load_one();
  CHECK(loaded.counts.updated == 1);
  CHECK(loaded.counts.inserted == 1);
  CHECK(rows("t") == "(1,a,,new);(2,b,,same);(3,c,,more)");
  write("t.csv", "code,v\na,1\na,2\n");
  CHECK(failure().message.contains("the same key as in line 2: code = \"a\""));
  describe("  - {file: t.csv, key: [v]}\n");
  CHECK(failure().message == "key: no unique index of public.t is over just v");
  describe("  - {file: t.csv, key: [code, lang]}\n");
  CHECK(failure().message == "key: the column lang of public.t may be NULL, which equals no row");
  describe("  - {file: t.csv, key: [coda]}\n");
  CHECK(failure().hint.contains("Did you mean code?"));
}

TEST_CASE_METHOD(Described, "a secret value is in no message") {
  run("CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE t(id int PRIMARY KEY, token int UNIQUE CHECK (token > 0) "
      "REFERENCES p, x numeric);"
      "INSERT INTO p VALUES (7), (-8); CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.x "
      "= 66 THEN RAISE "
      "EXCEPTION 'no %', new.token; END IF; RETURN new; END $$; CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW "
      "EXECUTE FUNCTION refuse()");
  const std::vector<std::string> files{"id,token\n1,S3CR3T\n", "id,token\n1,4242\n", "id,token\n1,-8\n",
                                       "id,token\n1,7\n2,7\n", "id,token,x\n1,7,66\n"};
  for (const std::string cast : {"", ", cast: $1::int"}) {
    describe("  - {file: t.csv, columns: [{from: token, secret: true" + cast + "}]}\n");
    for (const std::string& file : files) {
      for (const bool filled : {false, true}) {
        if (filled) run("INSERT INTO t(id) VALUES (99)");
        write("t.csv", file);
        const std::string text = core::describe(failure());
        INFO(text);
        CHECK(text.contains("t.csv:"));
        for (const char* secret : {"S3CR3T", "4242", "-8", "(7)", "no 7", "\"7\""}) CHECK_FALSE(text.contains(secret));
        CHECK(value("SELECT count(*) FROM chandler.dataset_load WHERE error ~ 'S3CR3T|4242|-8|\\(7\\)|no 7'") == "0");
        run("DELETE FROM t");
      }
    }
  }
  describe("  - {file: t.csv, key: [token], columns: [{from: token, secret: true}]}\n");
  run("ALTER TABLE t ALTER token SET NOT NULL");
  write("t.csv", "id,token\n1,7\n2,7\n");
  CHECK(failure().message == "the same key as in line 2: token = a hidden value");
}

TEST_CASE_METHOD(Described, "a secret value is in no message of a swap or of a deferred constraint") {
  run("CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE t(id int PRIMARY KEY, token int, other int UNIQUE, FOREIGN KEY "
      "(token) "
      "REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
  describe("  - {file: t.csv, columns: [{from: token, secret: true}, {from: other, secret: true}]}\n");
  Options swap = options();
  swap.policy.mode = Mode::swap;
  for (const char* row : {"1,4242,\n", "1,,77\n2,,77\n", "1,S3CR3T,\n"}) {
    write("t.csv", std::string("id,token,other\n") + row);
    for (const Options& how : {options(), swap}) {
      const auto results = bring(how, {});
      REQUIRE_FALSE(results.has_value());
      const std::string text = core::describe(results.error());
      INFO(text);
      for (const char* secret : {"S3CR3T", "4242", "77"}) CHECK_FALSE(text.contains(secret));
    }
  }
}

TEST_CASE_METHOD(Described, "statements before and behind belong to the transaction") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); CREATE TABLE log(id serial, what text)");
  const std::string statements =
      "    before_sql: INSERT INTO log(what) SELECT 'before ' || count(*) FROM t\n"
      "    after_sql: INSERT INTO log(what) SELECT 'after ' || count(*) FROM t; SELECT 1\n";
  describe("  - file: t.csv\n" + statements);
  write("t.csv", "id,v\n1,a\n2,b\n");
  CHECK(load_one().counts.inserted == 2);
  CHECK(value("SELECT string_agg(what, ',' ORDER BY id) FROM log") == "before 0,after 2");
  write("t.csv", "id,v\n3,c\nx,d\n");
  CHECK(failure().where == "t.csv:3, column id");
  CHECK(value("SELECT count(*) FROM log") == "2");
  describe("  - {file: t.csv, after_sql: SELECT nonsense}\n");
  write("t.csv", "id,v\n3,c\n");
  auto error = failure();
  CHECK(error.where == "load.yaml:3:5");
  CHECK(error.message.starts_with("after_sql of t.csv: column \"nonsense\" does not exist"));
  describe("  - {file: t.csv, after_sql: COMMIT}\n");
  error = failure();
  CHECK(error.message.contains("ends the transaction"));
}

TEST_CASE_METHOD(Described, "a data set comes after those that it names") {
  run("CREATE TABLE a(id int PRIMARY KEY); CREATE TABLE b(id int PRIMARY KEY)");
  write("a.csv", "id\n1\n");
  write("b.csv", "id\n1\n");
  describe("  - {file: a.csv, after: [public.b]}\n  - file: b.csv\n");
  const auto loaded = load();
  if (!loaded) FAIL(core::describe(loaded.error()));
  REQUIRE(loaded->size() == 2);
  CHECK(loaded->front().table == "public.b");
  describe("  - {file: a.csv, after: [b]}\n  - {file: b.csv, after: [a]}\n");
  write("a.csv", "id\n2\n");
  write("b.csv", "id\n2\n");
  CHECK(failure().code == "load.reference_cycle");
}

TEST_CASE_METHOD(Described, "a changed description loads the same file again") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text, w text)");
  write("t.csv", "id,v\n1,a\n");
  describe("  - file: t.csv\n");
  CHECK(load_one().counts.inserted == 1);
  describe("  - {file: t.csv, min_rows: 1} # the same rows\n");
  CHECK(load_one().action == Action::unchanged);
  describe("  - {file: t.csv, columns: [{from: v, to: w}]}\n");
  CHECK(load_one().counts.updated == 1);
  CHECK(rows("t") == "(1,a,a)");
  CHECK(load_one().action == Action::unchanged);
}

TEST_CASE_METHOD(Described, "swap takes a described file, but no statements") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (9, 'old')");
  write("t.csv", "nr,v\n1,a\n2,b\n");
  describe("  - {file: t.csv, columns: [{from: nr, to: id}, {from: v, cast: upper($1)}]}\n");
  Options swap = options();
  swap.policy.mode = Mode::swap;
  const auto swapped = bring(swap, {});
  if (!swapped) FAIL(core::describe(swapped.error()));
  CHECK(rows("t") == "(1,A);(2,B)");
  describe("  - {file: t.csv, columns: [{from: nr, to: id}], before_sql: SELECT 1}\n");
  const auto refused = bring(swap, {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "load.bad_description");
}

TEST_CASE_METHOD(Described, "the file's own policy goes before the run's, and a load never deletes") {
  run("CREATE TABLE a(id int PRIMARY KEY); CREATE TABLE b(id int PRIMARY KEY); INSERT INTO a VALUES (9); INSERT INTO b "
      "VALUES (9)");
  write("a.csv", "id\n1\n2\n");
  write("b.csv", "id\n1\n");
  describe("  - {file: a.csv, delete: true, min_rows: 2}\n  - {file: b.csv}\n");
  REQUIRE(load().has_value());
  CHECK(rows("a") == "(1);(2);(9)");
  Options refresh = options();
  refresh.purpose = Purpose::refresh;
  REQUIRE(bring(refresh, {}).has_value());
  CHECK(rows("a") == "(1);(2)");
  CHECK(rows("b") == "(1);(9)");
  write("a.csv", "id\n1\n");
  CHECK(failure().code == "refresh.too_few_rows");
  describe("  - {file: a.csv, mode: swap}\n  - {file: b.csv}\n");
  write("b.csv", "id\n2\n");
  CHECK(bring(refresh, {}).error().code == "refresh.mixed_modes");
  describe("  - {file: a.csv, mode: swap}\n  - {file: b.csv, mode: swap}\n");
  REQUIRE(bring(refresh, {}).has_value());
  CHECK(rows("a") + rows("b") == "(1)(2)");
}

TEST_CASE_METHOD(Described, "a column that the file does not have is told by its place in load.yaml") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  describe("  - file: t.csv\n    columns:\n      - {from: w, to: v}\n");
  CHECK(failure().where == "load.yaml:5:9");
  describe("  - file: t.csv\n    columns:\n      - {from: v, to: w}\n");
  CHECK(failure().message.contains("the table public.t has no column \"w\""));
}

}  // namespace
}  // namespace chandler::dataset
