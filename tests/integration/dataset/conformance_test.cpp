#include <random>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

// What PostgreSQL's own COPY makes of the file: the table's rows as text, or "refused".
std::string by_server(Session& session, const std::string& file) {
  if (!session.run("TRUNCATE direct").has_value()) return "broken";
  const bool begun = session.copy_begin("COPY direct(id, a, b) FROM STDIN (FORMAT csv, HEADER true)").has_value();
  if (!begun || !session.copy_write(file).has_value()) return "broken";
  if (!session.copy_end()) return "refused";
  const auto rows = session.run("SELECT string_agg(direct::text, ';' ORDER BY id) FROM direct");
  return rows ? std::string(rows->text(0, 0)) : "broken";
}

std::string random_value(std::mt19937& random) {
  static const std::vector<std::string> parts{"x",       "y z",      ",",          "\"",       "\"\"", "\"a\"",
                                              "\"a,b\"", "\"a\nb\"", "\"a\r\nb\"", "\"\"\"\"", "é",    "\\",
                                              "\\.",     "",         "",           "NULL",     "\\N",  " "};
  std::string value;
  for (std::size_t i = random() % 3; i > 0; --i) value += parts[random() % parts.size()];
  return value;
}

std::string random_file(std::mt19937& random) {
  static const std::vector<std::string> ends{"\n", "\n", "\r\n", "\r"};
  const std::string end = ends[random() % ends.size()];
  std::string file = "id,a,b" + end;
  const int rows = static_cast<int>(random() % 5);
  for (int row = 1; row <= rows; ++row) {
    file += std::to_string(row) + "," + random_value(random) + "," + random_value(random);
    // Now and then a line end that does not belong, or none at the end.
    if (row < rows || random() % 2 == 0) file += random() % 40 == 0 ? ends[random() % ends.size()] : end;
  }
  return file;
}

TEST_CASE_METHOD(Fixture, "a file gives the rows that PostgreSQL's own COPY makes of it, or both refuse it") {
  run("CREATE TABLE direct(id int PRIMARY KEY, a text, b text); CREATE TABLE mine(id int PRIMARY KEY, a text, b text)");
  std::mt19937 random(1);
  int accepted = 0;
  for (int round = 0; round < 600; ++round) {
    const std::string file = random_file(random);
    INFO("file: " << file);
    const std::string expected = by_server(session(), file);
    REQUIRE(expected != "broken");
    run(round % 2 == 0 ? "TRUNCATE mine" : "TRUNCATE mine; INSERT INTO mine VALUES (99, 'there')");
    write("mine.csv", file);
    const auto loaded = load();
    if (!loaded) INFO(core::describe(loaded.error()));
    REQUIRE(loaded.has_value() == (expected != "refused"));
    if (!loaded) continue;
    ++accepted;
    REQUIRE(value("SELECT coalesce(string_agg(mine::text, ';' ORDER BY id), '') FROM mine WHERE id <> 99") == expected);
  }
  CHECK(accepted > 100);
  CHECK(accepted < 550);
}

TEST_CASE_METHOD(Fixture, "a TSV file is CSV between tabs") {
  run("CREATE TABLE t(id int PRIMARY KEY, a text, b text)");
  write("t.tsv", "id\ta\tb\n1\tx,y\t\"tab\there\"\n2\t\\n\t\n3\t\"\"\t\"say \"\"hi\"\"\"\n");
  CHECK(load_one().counts.inserted == 3);
  CHECK(value("SELECT string_agg(t::text, ';' ORDER BY id) FROM t") ==
        "(1,\"x,y\",\"tab\there\");(2,\"\\\\n\",);(3,\"\",\"say \"\"hi\"\"\")");
  write("t.tsv", "id\ta\n1\tx\ty\n");
  CHECK(failure().where == "t.tsv:2");
}

}  // namespace
}  // namespace chandler::dataset
