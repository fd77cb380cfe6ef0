#include <format>

#include "tests/integration/dataset/fixture.hpp"
#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

class Rejecting : public Fixture {
 public:
  core::Expected<std::vector<DataSetResult>> bring_with(Policy policy, Purpose purpose = Purpose::load) const {
    Options how = options();
    how.policy = policy;
    how.purpose = purpose;
    return bring(how, {});
  }
  DataSetResult tolerant(std::int64_t max_errors = 100, Mode mode = Mode::merge) const {
    const auto results = bring_with({.mode = mode, .max_errors = max_errors}, Purpose::refresh);
    if (!results) FAIL(core::describe(results.error()));
    return results->front();
  }
  core::Error refused(std::int64_t max_errors) const {
    const auto results = bring_with({.max_errors = max_errors});
    REQUIRE_FALSE(results.has_value());
    CHECK(results.error().outcome == core::Outcome::problem);
    return results.error();
  }
  // "line|element|column|value|SQLSTATE", a line each.
  std::string rejects() {
    return value(
        "SELECT coalesce(string_agg(concat_ws('|', coalesce(line::text, '-'), coalesce(element::text, '-'), "
        "coalesce(column_name, '-'), coalesce(value, '-'), coalesce(sqlstate, '-')), E'\\n' ORDER BY id), '') FROM "
        "chandler.dataset_reject");
  }
};

// In CSV, with a row for each way to be bad between good ones.
constexpr std::string_view bad_csv =
    "id,parent,price,v\n"
    "1,1,1.00,a\n"
    "x,1,1.00,type\n"            // 3: not an integer
    "2,1,\"12,50\",type\n"       // 4: not a number
    "3,1,1.00\n"                 // 5: too few
    "4,1,1.00,d,e\n"             // 6: too many
    "5,1,1.00,\"two\nlines\"\n"  // 7, good
    "6,1,1.00,\xE9\n"            // 9: not UTF-8
    "7,1,1.00,\n"                // 10: NOT NULL
    "8,1,-1.00,check\n"          // 11: CHECK
    "1,1,2.00,again\n"           // 12: key of line 2
    "9,9,1.00,orphan\n"          // 13: no parent
    "10,1,1.00,raise\n"          // 14: the trigger's RAISE
    "11,1,1.00,last\n";

constexpr std::string_view bad_rejects =
    "3|-|id|x|22P02\n"
    "4|-|price|12,50|22P02\n"
    "5|-|-|-|-\n"
    "6|-|-|-|-\n"
    "9|-|v|-|-\n"
    "10|-|v|-|23502\n"
    "11|-|-|-|23514\n"
    "12|-|-|-|-\n"
    "13|-|parent|9|23503\n"
    "14|-|-|-|P0001";

constexpr std::string_view tables =
    "CREATE TABLE parent(id int PRIMARY KEY); INSERT INTO parent VALUES (1);"
    "CREATE TABLE t(id int PRIMARY KEY, parent int REFERENCES parent, price numeric(6,2) CHECK (price > 0), v text NOT "
    "NULL);";

constexpr std::string_view trigger =
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.v = 'raise' THEN RAISE 'no'; END IF; "
    "RETURN NEW; END $$; CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION refuse()";

TEST_CASE_METHOD(Rejecting, "good rows go in, and bad ones are told with line, column, value and SQLSTATE") {
  run(tables);
  run(trigger);
  write("t.csv", bad_csv);
  SECTION("into an empty table") {}
  SECTION("into one that holds rows") {
    run("INSERT INTO t VALUES (1, 1, 5, 'old'), (8, 1, 5, 'old')");
  }
  const auto result = tolerant();
  CHECK(result.counts.read == 13);
  CHECK(result.counts.rejected == 10);
  CHECK(rejects() == bad_rejects);
  CHECK(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM t WHERE v <> 'old'") == "1a 5two\nlines 11last");
  CHECK(value("SELECT rows_read || ' ' || rejected FROM chandler.dataset_load") == "13 10");
  CHECK(value("SELECT count(*) FROM chandler.dataset_reject r JOIN chandler.dataset_load l USING (data_set, source, "
              "hash) WHERE reason <> '' AND rejected_at <= l.finished") == "10");
  // The content counts as brought, and what it lacked is told again.
  const auto again = tolerant();
  CHECK(again.action == Action::unchanged);
  CHECK(again.counts.rejected == 10);
}

TEST_CASE_METHOD(Rejecting, "one bad row more than allowed refuses the file, and the first ones are shown") {
  run(tables);
  run(trigger);
  write("t.csv", bad_csv);
  CHECK(tolerant(10).counts.rejected == 10);
  run("TRUNCATE t, chandler.dataset_reject");
  const auto error = refused(9);
  CHECK(error.code == "load.too_many_errors");
  CHECK(error.message.contains("10 rows bad so far, more than the 9 of max_errors"));
  CHECK(error.message.contains("t.csv:3, column id: \"x\" is not a integer"));
  CHECK(error.message.contains("t.csv:4, column price: \"12,50\""));
  CHECK(error.message.contains("t.csv:5: the row has 3 values"));
  CHECK(value("SELECT count(*) FROM t") == "0");
  CHECK(rejects().empty());
}

TEST_CASE_METHOD(Rejecting, "rejects of an earlier try of the same content are replaced") {
  run(tables);
  write("t.csv", "id,parent,price,v\n1,1,1.00,a\n2,7,1.00,b\n");
  CHECK(tolerant().counts.rejected == 1);
  CHECK(rejects() == "3|-|parent|7|23503");
  run("TRUNCATE t; INSERT INTO parent VALUES (7)");
  CHECK(tolerant().counts.inserted == 2);
  CHECK(rejects().empty());
}

TEST_CASE_METHOD(Rejecting, "JSON's bad objects are put aside as well") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text NOT NULL)");
  SECTION("lines") {
    write("t.ndjson",
          "{\"id\": 1, \"v\": \"a\"}\n{\"id\": \"x\", \"v\": \"tab\\tand \\\\\"}\n\n{\"id\": 2, \"w\": 1}\n[3]\n"
          "{\"id\": 4, \"v\": \"\xE9\"}\n{\"id\": 5\n{\"id\": 6, \"v\": null}\n{\"id\": 7, \"v\": \"z\"}\n");
    CHECK(tolerant().counts.rejected == 6);
    CHECK(rejects() == "2|-|id|x|22P02\n4|-|w|-|-\n5|-|-|-|-\n6|-|-|-|-\n7|-|-|-|-\n8|-|v|-|23502");
  }
  SECTION("elements") {
    write("t.json",
          "[{\"id\": 1, \"v\": \"a\"},\n{\"id\": \"x\", \"v\": \"b\"},\n\n{\"id\": 2, \"w\": 1}, {\"id\": 6},\n"
          "{\"id\": 7, \"v\": \"z\"}]");
    CHECK(tolerant().counts.rejected == 3);
    CHECK(rejects() == "-|2|id|x|22P02\n-|3|w|-|-\n-|4|v|-|23502");
  }
  CHECK(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM t") == "1a 7z");
}

TEST_CASE_METHOD(Rejecting, "a defect behind which rows have no borders refuses the file all the same") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  SECTION("a quote that is never closed") {
    write("t.csv", "id,v\n1,a\nx,b\n2,\"c\n3,d\n");
    CHECK(refused(100).message.contains("never closed"));
  }
  SECTION("an array that is cut off") {
    write("t.json", "[{\"id\": 1}, {\"id\": \"x\"}, {\"id\": 2}");
    CHECK(refused(100).code == "load.bad_json");
  }
  CHECK(value("SELECT count(*) FROM t") == "0");
}

TEST_CASE_METHOD(Rejecting, "a row too large to be held is not taken for a good one") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\nx,b\n1,\"" + std::string(17UZ * 1024 * 1024, 'a') + "\"\n");
  CHECK(refused(100).message.contains("larger than 16 MiB"));
}

TEST_CASE_METHOD(Rejecting, "values that load.yaml's casts do not take are put aside, and secrets are not shown") {
  run("CREATE TABLE t(id int PRIMARY KEY, since date, pin int)");
  write("load.yaml",
        "version: 1\ndata_sets:\n  - file: t.csv\n    max_errors: 5\n    columns:\n"
        "      - {from: since, cast: \"to_date($1, 'DD.MM.YYYY')\"}\n      - {from: pin, secret: true}\n"
        "      - {from: remark, skip: true}\n");
  write("t.csv",
        "id,since,pin,remark\n1,01.02.2026,1,a\n2,31.31.2026,2,b\n3,03.02.2026,hush,c\n4,04.02.2026,4,d\n"
        "4,04.02.2026,5,d\nx,05.02.2026,6,e\n");
  const auto result = load_one();
  CHECK(result.counts.rejected == 4);
  CHECK(rejects().contains("3|-|since|31.31.2026|22008"));
  CHECK(rejects().contains("4|-|pin|-|22P02"));
  CHECK(rejects().contains("6|-|-|-|-"));
  CHECK(rejects().contains("7|-|id|x|22P02"));
  CHECK(value("SELECT count(*) FROM chandler.dataset_reject WHERE reason LIKE '%hush%'") == "0");
  CHECK(value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM t") == "1 4");
}

TEST_CASE_METHOD(Rejecting, "what is wrong with load.yaml or with rights is no row's fault") {
  run("CREATE TABLE t(id int PRIMARY KEY, v int)");
  write("t.csv", "id,v\n1,1\n");
  SECTION("a cast of no such function") {
    write("load.yaml",
          "version: 1\ndata_sets:\n  - {file: t.csv, max_errors: 5, columns: [{from: v, cast: no_such($1)}]}\n");
    CHECK(failure().code == "load.bad_description");
  }
  SECTION("a role that may not write") {
    run("DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; INSERT INTO t VALUES "
        "(5, 5); GRANT SELECT ON t TO reader; GRANT CREATE, TEMP ON DATABASE " +
        settings().parameters.at("dbname") + " TO reader");
    Options how = options();
    how.database.parameters["user"] = "reader";
    how.policy.max_errors = 5;
    const auto results = bring(how, {});
    REQUIRE_FALSE(results.has_value());
    CHECK(results.error().sqlstate == "42501");
  }
}

TEST_CASE_METHOD(Rejecting, "a file of which no row is good is refused") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\nx\ny\n");
  const auto error = refused(5);
  CHECK(error.code == "load.too_many_errors");
  CHECK(error.message == "all of its 2 rows are bad");
}

TEST_CASE_METHOD(Rejecting, "appended rows that are there already are put aside") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (2, 'old')");
  write("t.csv", "id,v\n1,a\n2,b\n3,c\n3,d\n");
  const auto result = tolerant(5, Mode::append);
  CHECK(result.counts == Counts{.read = 4, .inserted = 2, .rejected = 2});
  CHECK(rejects() == "3|-|-|-|23505\n5|-|-|-|23505");
  CHECK(value("SELECT v FROM t WHERE id = 2") == "old");
}

TEST_CASE_METHOD(Rejecting, "a swap puts the same rows aside, orphans too") {
  run(tables);
  run("INSERT INTO t VALUES (20, 1, 1, 'old')");
  SECTION("of every kind") {
    write("t.csv", bad_csv);  // the table has no trigger, which would not follow a swap
    const auto result = tolerant(20, Mode::swap);
    CHECK(result.counts.rejected == 9);
    CHECK(result.counts.read == 13);
    CHECK(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM t") == "1a 5two\nlines 10raise 11last");
  }
  SECTION("only found by a foreign key that is checked at the end") {
    write("t.csv", "id,parent,price,v\n1,1,1.00,a\n2,5,1.00,b\n");
    CHECK(tolerant(20, Mode::swap).counts == Counts{.read = 2, .inserted = 1, .deleted = 1, .rejected = 1});
    CHECK(rejects() == "3|-|parent|5|23503");
    CHECK(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM t") == "1a");
  }
  CHECK(value("SELECT rejected = (SELECT count(*) FROM chandler.dataset_reject) FROM chandler.dataset_load") == "t");
  CHECK(value("SELECT count(*) FROM pg_class WHERE relname LIKE 'chandler_beside%'") == "0");
}

TEST_CASE_METHOD(Rejecting, "rows that refer to rows behind them are good, unless those are bad") {
  run("CREATE TABLE t(id int PRIMARY KEY, boss int REFERENCES t, v text CHECK (v <> 'bad'))");
  // 1 and 2 refer to each other, 3 to a later one, 5 to a bad one, 6 to one that is not there, 7 to that.
  write("t.csv", "id,boss,v\n1,2,a\n2,1,b\n3,8,c\n4,,bad\n5,4,e\n6,99,f\n7,6,g\n8,3,h\n");
  const auto result = tolerant();
  CHECK(value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM t") == "1 2 3 8");
  CHECK(result.counts.rejected == 4);
}

TEST_CASE_METHOD(Rejecting, "a child of a rejected parent is rejected with it, also in a cycle of deferred keys") {
  run("CREATE TABLE a(id int PRIMARY KEY, b int); CREATE TABLE b(id int PRIMARY KEY, a int);"
      "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b DEFERRABLE;"
      "ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a DEFERRABLE");
  write("a.csv", "id,b\n1,1\n2,2\n3,\nx,\n4,5\n");
  write("b.csv", "id,a\n1,1\n2,9\n3,4\n");
  const auto results = bring_with({.max_errors = 10});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM a") == "1 3");
  CHECK(value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM b") == "1");
  CHECK(value("SELECT count(*) FROM chandler.dataset_reject") == "5");
}

TEST_CASE_METHOD(Rejecting, "a run that rejected rows deletes none: those have not vanished") {
  run("CREATE TABLE t(id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
  write("t.csv", "id,v\n1,9\n2,x\n");
  const Policy policy{.delete_vanished = true, .max_errors = 1};
  auto results = bring_with(policy, Purpose::refresh);
  REQUIRE(results.has_value());
  CHECK(results->front().counts == Counts{.read = 2, .updated = 1, .rejected = 1});
  CHECK(value("SELECT string_agg(v::text, ' ' ORDER BY id) FROM t") == "9 2 3");
  // Not yet what was asked for, so the next run looks again.
  results = bring_with(policy, Purpose::refresh);
  REQUIRE(results.has_value());
  CHECK(results->front().action == Action::loaded);
}

TEST_CASE_METHOD(Rejecting, "thousands of bad rows among many are found in little more than the time of the load") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text CHECK (v <> 'bad'))");
  std::string text = "id,v\n";
  for (int row = 1; row <= 60000; ++row) {
    text += row % 60 == 0 ? std::format("x{},a\n", row) : std::format("{},{}\n", row, row % 90 == 0 ? "bad" : "a");
  }
  write("t.csv", text);
  const auto result = tolerant(2000);
  CHECK(result.counts.read == 60000);
  CHECK(result.counts.rejected == 1000 + 333);
  CHECK(value("SELECT count(*) FROM t") == std::to_string(60000 - 1333));
  CHECK(value("SELECT count(DISTINCT line) FROM chandler.dataset_reject") == "1333");
}

TEST_CASE_METHOD(Rejecting, "the program ends well, warns, and says in its report how many were rejected") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\nx\n");
  Program program(*this, "tolerant", {"load", "--max-errors", "1"});
  CHECK(program.wait() == 0);
  CHECK(program.report().at("rejected") == 1);
  CHECK(program.output().contains("public.t: 1 row of t.csv rejected: see chandler.dataset_reject"));
  CHECK(Program(*this, "strict").wait() == 0);  // the content is there
  write("t.csv", "id\n1\nx\ny\n");
  CHECK(Program(*this, "refused", {"load", "--max-errors", "1"}).wait() == 2);
  CHECK(value("SELECT count(*) FROM chandler.dataset_reject") == "1");
}

TEST_CASE_METHOD(Rejecting, "a dry run counts what it would reject, and leaves nothing") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\nx\n");
  Options how = options();
  how.policy.max_errors = 1;
  how.dry_run = true;
  const auto results = bring(how, {});
  REQUIRE(results.has_value());
  CHECK(results->front().counts == Counts{.read = 2, .inserted = 1, .rejected = 1});
  CHECK(value("SELECT to_regclass('chandler.dataset_reject')") == "NULL");
}

}  // namespace
}  // namespace chandler::dataset
