#include <cstdlib>

#include "tests/integration/dataset/jobs_fixture.hpp"

namespace chandler::dataset {
namespace {

constexpr int count = 30'000;  // three blocks and more

std::string digest_of(Fixture& fixture) {
  return fixture.value("SELECT md5(string_agg(t::text, '|' ORDER BY id)) || ' ' || count(*) FROM t");
}

std::string tsv(int rows) {
  std::string text = "v\tid\n";
  for (int row = 1; row <= rows; ++row) text += std::format("\"tab\t{} {}\"\t{}\n", row, std::string(90, 'x'), row);
  return text;
}

std::string objects(int rows, bool array) {
  std::string text = array ? "[" : "";
  for (int row = 1; row <= rows; ++row) {
    text += std::format(R"({{"id": {}, "v": "line\nend \u00e9 {} {}"}})", row, row, std::string(90, 'y'));
    text += array ? (row == rows ? "]" : ",\n") : "\n";
  }
  return text;
}

struct Case {
  std::string what;
  std::string file;
  std::string text;
  std::string pack;         // a program
  std::string description;  // load.yaml
};

TEST_CASE_METHOD(JobsFixture, "several connections bring the same rows as one") {
  const std::vector<Case> cases{
      {"CSV", "t.csv", many_rows(count), {}, {}},
      {"no line end at the end", "t.csv", many_rows(count) + "0,last", {}, {}},
      {"TSV", "t.tsv", tsv(count), {}, {}},
      {"NDJSON", "t.ndjson", objects(count, false), {}, {}},
      {"JSON", "t.json", objects(count, true), {}, {}},
      {"gzip", "t.csv", many_rows(count), "gzip --force", {}},
      {"zstd", "t.csv", many_rows(count), "zstd --quiet --rm -f", {}},
      {"a cast",
       "t.csv",
       many_rows(count),
       {},
       "version: 1\ndata_sets:\n  - file: t.csv\n    columns:\n      - {from: v, to: v, cast: 'upper($1)'}\n"},
  };
  for (const Case& test : cases) {
    INFO(test.what);
    run("DROP TABLE IF EXISTS t; CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'other'), (-5, "
        "'mine')");
    write(test.file, test.text);
    if (!test.pack.empty()) REQUIRE(std::system((test.pack + " " + (folder() / test.file).string()).c_str()) == 0);
    if (!test.description.empty()) write("load.yaml", test.description);
    const auto one = load();
    REQUIRE(one.has_value());
    const std::string expected = digest_of(*this);
    run("TRUNCATE t, made; INSERT INTO t VALUES (1, 'other'), (-5, 'mine')");
    const auto several = bring(with_jobs(4), {});
    if (!several) FAIL(core::describe(several.error()));
    CHECK(stages_made() == "1");
    CHECK(stages_left() == "0");
    CHECK(several->front().counts == one->front().counts);
    CHECK(digest_of(*this) == expected);
    for (const auto& entry : std::filesystem::directory_iterator(folder())) std::filesystem::remove(entry);
  }
}

TEST_CASE_METHOD(JobsFixture, "a value of several blocks arrives whole") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, '')");
  std::string text = "id,v\n";
  for (int row = 1; row <= 12; ++row) {
    text += std::format("{},\"{}\n{}\"\n", row, row, std::string(row % 3 == 0 ? 5'000'000 : 200'000, 'v'));
  }
  write("t.csv", text);
  REQUIRE(bring(with_jobs(3), {}).has_value());
  CHECK(stages_made() == "1");
  CHECK(value("SELECT sum(length(v)) FROM t") == std::to_string(4 * 5'000'000 + 8 * 200'000 + 12 + 12 + 3));
  CHECK(value("SELECT count(*) FROM t WHERE split_part(v, E'\\n', 1) = id::text") == "12");
}

TEST_CASE_METHOD(JobsFixture,
                 "several files are staged by the same connections, and written in the order of their references") {
  run("CREATE TABLE a(id int PRIMARY KEY, v text); CREATE TABLE b(id int PRIMARY KEY REFERENCES a, v text); "
      "CREATE TABLE c(id int PRIMARY KEY REFERENCES b, v text)");
  run("INSERT INTO a VALUES (1, ''); INSERT INTO b VALUES (1, ''); INSERT INTO c VALUES (1, '')");
  for (const std::string name : {"c", "b", "a"}) write(name + ".csv", many_rows(count));
  const auto results = bring(with_jobs(3), {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(stages_made() == "3");
  CHECK(stages_left() == "0");
  CHECK(value("SELECT count(*) FROM a JOIN b USING (id, v) JOIN c USING (id, v)") == std::to_string(count));
}

TEST_CASE_METHOD(JobsFixture, "what vanished is deleted by the shared stage, too") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (-1, 'gone')");
  write("t.csv", many_rows(count));
  Options how = with_jobs(3);
  how.purpose = Purpose::refresh;
  how.policy.delete_vanished = true;
  const auto results = bring(how, {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(stages_made() == "1");
  CHECK(results->front().counts.deleted == 1);
  CHECK(value("SELECT count(*) FROM t") == std::to_string(count));
}

TEST_CASE_METHOD(JobsFixture, "a dry run counts, and leaves nothing") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'there')");
  write("t.csv", "id,v\n1,there\n");
  load_one();  // makes the schema
  write("t.csv", many_rows(count));
  Options how = with_jobs(3);
  how.dry_run = true;
  const auto results = bring(how, {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(stages_made() == "1");
  CHECK(stages_left() == "0");
  CHECK(results->front().counts.inserted == count - 1);
  CHECK(value("SELECT count(*) FROM t") == "1");
}

TEST_CASE_METHOD(JobsFixture, "an empty table takes the file by one COPY, and no stage is made") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", many_rows(count));
  REQUIRE(bring(with_jobs(3), {}).has_value());
  CHECK(stages_made() == "0");
  CHECK(value("SELECT count(*) FROM t") == std::to_string(count));
}

TEST_CASE_METHOD(JobsFixture, "what a before_sql sets holds for the rows that are read, so one connection reads them") {
  run("CREATE TABLE t(id int PRIMARY KEY, v date); INSERT INTO t VALUES (0, NULL)");
  write("t.csv", "id,v\n1,31/12/2026\n");
  write("load.yaml", "version: 1\ndata_sets:\n  - file: t.csv\n    before_sql: SET LOCAL datestyle = 'SQL, DMY'\n");
  const auto results = bring(with_jobs(3), {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(stages_made() == "0");
  CHECK(value("SELECT to_char(v, 'YYYY-MM-DD') FROM t WHERE id = 1") == "2026-12-31");
}

}  // namespace
}  // namespace chandler::dataset
