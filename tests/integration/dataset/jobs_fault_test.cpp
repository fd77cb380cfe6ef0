#include <algorithm>
#include <random>

#include "tests/integration/dataset/jobs_fixture.hpp"

namespace chandler::dataset {
namespace {

constexpr int count = 60'000;

// One line a row, from line 2; `wrong` are the rows whose number is none.
std::string with_faults(const std::vector<int>& wrong) {
  std::string text = "id,price,v\n";
  const std::string padding(80, 'p');
  for (int row = 1; row <= count; ++row) {
    const bool bad = std::ranges::find(wrong, row) != wrong.end();
    text += bad ? std::format("{},x{},{}\n", row, row, padding) : std::format("{},1.5,{}\n", row, padding);
  }
  return text;
}

core::Error failure_of(const Fixture& fixture, const Options& how) {
  const auto results = bring(how, {});
  REQUIRE_FALSE(results.has_value());
  INFO(core::describe(results.error()));
  CHECK(results.error().outcome == core::Outcome::problem);
  CHECK(results.error().hint.contains("Nothing was loaded."));
  CHECK(std::filesystem::exists(fixture.folder()));
  return results.error();
}

TEST_CASE_METHOD(JobsFixture, "of several faults the earliest is told, in every run, as with one connection") {
  run("CREATE TABLE t(id int PRIMARY KEY, price numeric(5,2), v text); INSERT INTO t VALUES (0)");
  std::mt19937 random(7);
  std::uniform_int_distribution<int> any(1, count);
  for (int round = 0; round < 12; ++round) {
    std::vector<int> wrong;
    for (int fault = 0; fault < 12; ++fault) wrong.push_back(any(random));
    const int first = std::ranges::min(wrong);
    INFO("round " << round << ", first fault in row " << first);
    write("t.csv", with_faults(wrong));
    for (const std::size_t jobs : {1UZ, 2UZ, 4UZ, 4UZ, 7UZ}) {
      const auto error = failure_of(*this, with_jobs(jobs));
      CHECK(error.code == "load.bad_value");
      CHECK(error.where == std::format("t.csv:{}, column price", first + 1));
      CHECK(error.message.starts_with(std::format("\"x{}\" is not a numeric(5,2)", first)));
    }
    CHECK(stages_left() == "0");
  }
  CHECK(value("SELECT count(*) FROM t") == "1");
}

TEST_CASE_METHOD(JobsFixture, "lines count on behind values of several lines, in every kind of file") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, '')");
  const std::string good = many_rows(count / 2);
  const auto lines = std::ranges::count(good, '\n');
  write("t.csv", good + "x,y\n" + many_rows(count / 2, count).substr(5) + "y,z\n");
  const auto error = failure_of(*this, with_jobs(4));
  CHECK(error.where == std::format("t.csv:{}, column id", lines + 1));
  CHECK(error.message.starts_with("\"x\" is not a integer"));

  std::filesystem::remove(folder() / "t.csv");
  std::string array = "[";
  for (int row = 1; row <= count; ++row) {
    array += std::format("{{\"id\": {}, \"v\": \"{}\"}},\n",
                         row == 40'000 || row == 50'000 ? R"("bad")" : std::to_string(row), std::string(80, 'v'));
  }
  write("t.json", array + R"({"id": 0, "v": ""}])");
  CHECK(failure_of(*this, with_jobs(4)).where == "t.json: element 40000 (line 40000), column id");
}

TEST_CASE_METHOD(JobsFixture,
                 "a row that the server refuses goes before a later line that is no CSV, and after an earlier") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, '')");
  const std::string good = many_rows(count / 2);
  const auto lines = std::ranges::count(good, '\n');
  write("t.csv", good + "x,y\n" + many_rows(1000, count).substr(5) + "1,2,3\n");
  for (int round = 0; round < 5; ++round) {
    CHECK(failure_of(*this, with_jobs(3)).where == std::format("t.csv:{}, column id", lines + 1));
  }
  write("t.csv", good + "1,2,3\n" + many_rows(1000, count).substr(5) + "x,y\n");
  for (int round = 0; round < 5; ++round) {
    const auto error = failure_of(*this, with_jobs(3));
    CHECK(error.code == "load.bad_csv");
    CHECK(error.where == std::format("t.csv:{}", lines + 1));
  }
  write("t.csv", good + "7,\"" + std::string(4'000'000, 'v'));
  CHECK(failure_of(*this, with_jobs(3)).where == std::format("t.csv:{}, column v", lines + 1));
}

TEST_CASE_METHOD(JobsFixture, "rows that only the table refuses, and doubled keys, are told by their line") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text CHECK (v <> 'bad')); INSERT INTO t VALUES (0, '')");
  const std::string good = many_rows(count / 2);
  const auto lines = std::ranges::count(good, '\n');
  write("t.csv", good + std::format("{},bad\n", count));
  auto error = failure_of(*this, with_jobs(3));
  CHECK(error.code == "load.bad_row");
  CHECK(error.where == std::format("t.csv:{}", lines + 1));
  write("t.csv", good + "1,again\n");
  error = failure_of(*this, with_jobs(3));
  CHECK(error.code == "load.duplicate_key");
  CHECK(error.where == std::format("t.csv:{}", lines + 1));
  CHECK(stages_made() == "2");
  CHECK(stages_left() == "0");
}

TEST_CASE_METHOD(JobsFixture, "a cast that fails is told by its line") {
  run("CREATE TABLE t(id int PRIMARY KEY, v int); INSERT INTO t VALUES (0, 0)");
  std::string text = "id,v\n";
  for (int row = 1; row <= count; ++row)
    text += std::format("{},{}{}\n", row, std::string(60, ' '), row == 30'000 ? "no" : "7");
  write("t.csv", text);
  write("load.yaml",
        "version: 1\ndata_sets:\n  - file: t.csv\n    columns:\n      - {from: v, to: v, cast: 'trim($1)::int'}\n");
  const auto error = failure_of(*this, with_jobs(3));
  CHECK(error.where == "t.csv:30001, column v");
  CHECK(stages_made() == "1");
  CHECK(stages_left() == "0");
}

}  // namespace
}  // namespace chandler::dataset
