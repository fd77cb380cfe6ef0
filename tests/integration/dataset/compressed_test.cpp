#include <cstdlib>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

// The folder's file NAME, replaced by what the real program makes of it.
void compress(const Fixture& fixture, const std::string& program, const std::string& name) {
  const std::string command = program + " '" + (fixture.folder() / name).string() + "'";
  INFO(command);
  REQUIRE(std::system(command.c_str()) == 0);
}

const std::vector<std::pair<std::string, std::string>> programs{{"gzip --force", ".gz"},
                                                                {"zstd --quiet --rm -f", ".zst"}};

std::string rows(int count, const std::string& price) {
  std::string text = "id,name,price\n";
  for (int row = 1; row <= count; ++row) text += std::to_string(row) + ",\"two\nlines\"," + price + "\n";
  return text;
}

TEST_CASE_METHOD(Fixture, "a compressed file is loaded, merged and known as another is") {
  run("CREATE TABLE food_item(id int PRIMARY KEY, name text, price numeric(5,2))");
  for (const auto& [program, ending] : programs) {
    INFO(program);
    run("TRUNCATE food_item");
    write("food_item.csv", rows(50'000, "1.50"));
    compress(*this, program, "food_item.csv");
    CHECK(load_one().counts.inserted == 50'000);
    CHECK(load_one().action == Action::unchanged);
    CHECK(value("SELECT source FROM chandler.dataset_load ORDER BY id DESC LIMIT 1") == "food_item.csv" + ending);
    write("food_item.csv", rows(50'001, "1.50"));
    compress(*this, program, "food_item.csv");
    const auto second = load_one();
    CHECK(second.counts.inserted == 1);
    CHECK(second.counts.updated == 0);
    CHECK(value("SELECT count(*) FROM food_item WHERE name = E'two\\nlines'") == "50001");
    std::filesystem::remove(folder() / ("food_item.csv" + ending));
  }
}

TEST_CASE_METHOD(Fixture, "a fault in a compressed file is told by the line of its content") {
  run("CREATE TABLE food_item(id int PRIMARY KEY, name text, price numeric(5,2))");
  for (const bool filled : {false, true}) {
    if (filled) run("INSERT INTO food_item VALUES (0, 'there')");
    for (const auto& [program, ending] : programs) {
      INFO(program << (filled ? ", table with rows" : ", empty table"));
      write("food_item.csv", rows(20'000, "1.50") + "20001,x,\"12,50\"\n" + "20002,y,1\n");
      compress(*this, program, "food_item.csv");
      const auto error = failure();
      CHECK(error.code == "load.bad_value");
      CHECK(error.where == "food_item.csv" + ending + ":40002, column price");
      CHECK(error.message.contains("\"12,50\" is not a numeric(5,2)"));
      std::filesystem::remove(folder() / ("food_item.csv" + ending));
    }
  }
}

TEST_CASE_METHOD(Fixture, "a compressed file that is not whole leaves the table as it was") {
  run("CREATE TABLE food_item(id int PRIMARY KEY, name text, price numeric(5,2))");
  run("INSERT INTO food_item VALUES (0, 'there')");
  for (const auto& [program, ending] : programs) {
    INFO(program);
    const auto file = folder() / ("food_item.csv" + ending);
    write("food_item.csv", rows(50'000, "1.50"));
    compress(*this, program, "food_item.csv");
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 9);
    const auto error = failure();
    CHECK(error.code == "load.bad_compression");
    CHECK(error.message.starts_with("it ends in the middle of its "));
    CHECK(value("SELECT count(*) FROM food_item") == "1");
    std::filesystem::remove(file);
  }
}

TEST_CASE_METHOD(Fixture, "other formats are compressed as well, also where a load.yaml describes them") {
  run("CREATE TABLE a(id int PRIMARY KEY); CREATE TABLE b(id int PRIMARY KEY); CREATE TABLE food(id int PRIMARY KEY)");
  write("a.tsv", "id\n1\n");
  write("b.ndjson", "{\"id\": 1}\n");
  compress(*this, "gzip", "a.tsv");
  compress(*this, "zstd --quiet --rm", "b.ndjson");
  const auto named = load();
  if (!named) FAIL(core::describe(named.error()));
  CHECK(value("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)") == "2");
  write("c.csv", "id\n1\n");
  compress(*this, "gzip", "c.csv");
  write("load.yaml",
        "version: 1\ndata_sets:\n- file: a.tsv.gz\n- file: b.ndjson.zst\n- file: c.csv.gz\n  table: food\n");
  const auto described = load();
  if (!described) FAIL(core::describe(described.error()));
  CHECK(value("SELECT count(*) FROM food") == "1");
}

}  // namespace
}  // namespace chandler::dataset
