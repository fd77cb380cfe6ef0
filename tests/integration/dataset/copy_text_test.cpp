#include <fstream>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view described = "version: 1\ndata_sets:\n  - {file: t.txt, table: t, format: text";

TEST_CASE_METHOD(Fixture, "what COPY wrote as text comes back as it was") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text, a text[], b bytea); "
      "INSERT INTO t VALUES (1, NULL, NULL, NULL), (2, E'a\\tb\\nc\\rd\\\\e\\x01', '{\"x\\\\y\",NULL}', '\\x0009'), "
      "(3, '\\.', '{}', ''), (4, '\\N', '{a}', '\\x5c'), (5, '', '{\"\"}', NULL)");
  run("CREATE TABLE was AS TABLE t");
  const auto file = reports() / "t.txt";
  // The server writes it, as it runs on this machine.
  std::filesystem::permissions(reports(), std::filesystem::perms::all);
  run(std::format("COPY t TO '{}' (FORMAT text, HEADER true)", file.string()));
  std::ifstream in(file);
  write("t.txt", std::string{std::istreambuf_iterator<char>(in), {}} + "\\.\n");
  write("load.yaml", std::format("{}}}\n", described));
  run("TRUNCATE t");
  CHECK(load_one().counts.inserted == 5);
  CHECK(value("SELECT count(*) FROM t JOIN was ON t::text = was::text") == "5");
  run("UPDATE t SET v = 'x' WHERE id = 3; DELETE FROM chandler.dataset_load");
  CHECK(load_one().counts == Counts{.read = 5, .updated = 1});
  CHECK(value("SELECT count(*) FROM t JOIN was ON t::text = was::text") == "5");
}

TEST_CASE_METHOD(Fixture, "text without a header, with its own delimiter and NULL, through the stage") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (9, 'old')");
  write("t.txt", "1|3\n2|a\\|b\\\nc\n4|x\n");
  write("load.yaml",
        std::format("{}, delimiter: '|', null: '3', header: false, columns: [{{to: id}}, {{to: v}}]}}\n", described));
  CHECK(load_one().counts == Counts{.read = 3, .inserted = 3});
  CHECK(value("SELECT string_agg(id || '=' || coalesce(v, 'NULL'), ' ' ORDER BY id) FROM t") ==
        "1=NULL 2=a|b\nc 4=x 9=old");
}

TEST_CASE_METHOD(Fixture, "a value at fault in a text file is told with line, column and value") {
  run("CREATE TABLE t(id int PRIMARY KEY, v numeric)");
  write("load.yaml", std::format("{}}}\n", described));
  write("t.txt", "id\tv\n1\t\\N\n2\tone\\\ntwo\n3\tx\n");
  const core::Error error = failure();
  CHECK(error.where == "t.txt:3, column v");
  CHECK(error.message.starts_with("\"one\\ntwo\" is not a numeric"));
  write("t.txt", "id\tv\n1\t2\n3\n");
  CHECK(failure().where == "t.txt:3");
  write("t.txt", "id\tv\n1\t2\n\\.\n3\t4\n");
  CHECK(failure().message == "something follows the line \\., which ends the data");
}

TEST_CASE_METHOD(Fixture, "what load.yaml may not say of a text file") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.txt", "id\tv\n");
  write("load.yaml", std::format("{}, quote: \"'\"}}\n", described));
  CHECK(failure().message.contains("quote and escape mean nothing there"));
  write("load.yaml", std::format("{}, header: false}}\n", described));
  CHECK(failure().message.contains("header: false needs columns"));
}

}  // namespace
}  // namespace chandler::dataset
