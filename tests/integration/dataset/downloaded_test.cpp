#include <atomic>
#include <cstdlib>
#include <format>
#include <iterator>

#include "tests/integration/dataset/fixture.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/scripted_server.hpp"

namespace chandler::dataset {
namespace {

using tests::ScriptedServer;
using Peer = ScriptedServer::Peer;

// Serves one file, whatever is asked for.
class Site {
 public:
  explicit Site(std::string content) : content_(std::move(content)) {}
  std::string url(std::string_view path) const { return std::format("http://127.0.0.1:{}{}", server_.port(), path); }

 private:
  std::string content_;
  ScriptedServer server_{[this](const Peer& peer) {
    peer.read_head();
    peer.send(std::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", content_.size()));
    peer.send(content_);
  }};
};

Options from(const Fixture& fixture, std::vector<std::string> sources) {
  return {.sources = std::move(sources),
          .download = {.retry = {.attempts = 2, .first_pause = std::chrono::milliseconds(1)}},
          .database = fixture.settings()};
}

TEST_CASE_METHOD(Fixture, "a file is loaded from its address, beside others from a folder") {
  run("CREATE TABLE category(id int PRIMARY KEY); CREATE TABLE food_item(id int PRIMARY KEY, category_id int "
      "REFERENCES category)");
  write("category.csv", "id\n1\n");
  const Site site("id,category_id\n7,1\n");
  const Options options = from(*this, {site.url("/data/food_item.csv?name=x.json"), folder().string()});
  const auto first = bring(options, {});
  REQUIRE(first.has_value());
  CHECK(first->size() == 2);
  CHECK(value("SELECT category_id FROM food_item WHERE id = 7") == "1");
  CHECK(value("SELECT source FROM chandler.dataset_load WHERE data_set = 'public.food_item'") == "food_item.csv");
  const auto second = bring(options, {});
  REQUIRE(second.has_value());
  for (const DataSetResult& result : *second) CHECK(result.action == Action::unchanged);
}

TEST_CASE_METHOD(Fixture, "a compressed download is read, and a fault told by its content's line") {
  run("CREATE TABLE food_item(id int PRIMARY KEY, price numeric(5,2))");
  write("food_item.csv", "id,price\n1,1.50\n2,x\n");
  REQUIRE(std::system(("gzip '" + (folder() / "food_item.csv").string() + "'").c_str()) == 0);
  std::ifstream in(folder() / "food_item.csv.gz", std::ios::binary);
  const Site site({std::istreambuf_iterator<char>(in), {}});
  const auto results = bring(from(*this, {site.url("/food_item.csv.gz")}), {});
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().where == "food_item.csv.gz:3, column price");
}

TEST_CASE_METHOD(Fixture, "a constraint's row is found though the file has no name") {
  run("CREATE TABLE food_item(id int PRIMARY KEY, price int CHECK (price > 0))");
  const Site site("id,price\n1,1\n2,2\n3,-1\n");
  const auto results = bring(from(*this, {site.url("/food_item.csv")}), {});
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().where == "food_item.csv:4");
}

TEST_CASE_METHOD(Fixture, "--table names the table of one address") {
  run("CREATE TABLE food_item(id int PRIMARY KEY)");
  const Site site("id\n1\n");
  Options options = from(*this, {site.url("/a.b.c.export.csv")});
  CHECK(bring(options, {}).error().code == "load.bad_name");
  options.table = "food_item";
  REQUIRE(bring(options, {}).has_value());
  CHECK(value("SELECT count(*) FROM food_item") == "1");
  options.sources.push_back(site.url("/b.csv"));
  CHECK(bring(options, {}).error().code == "load.bad_flag");
}

TEST_CASE_METHOD(Fixture, "two sources for one table are refused, and an address that gives none is not asked") {
  run("CREATE TABLE food_item(id int PRIMARY KEY)");
  write("food_item.csv", "id\n1\n");
  const Site site("id\n1\n");
  const auto twice = bring(from(*this, {site.url("/food_item.csv"), folder().string()}), {});
  REQUIRE_FALSE(twice.has_value());
  CHECK(twice.error().code == "load.duplicate_table");
  CHECK_FALSE(core::describe(twice.error()).contains("/proc"));
  const auto other = bring(from(*this, {"https://data.example/food.parquet?secret"}), {});
  REQUIRE_FALSE(other.has_value());
  CHECK(other.error().code == "load.unsupported");
  CHECK(other.error().where == "https://data.example/food.parquet?…");
}

TEST_CASE_METHOD(Fixture,
                 "what cannot be downloaded leaves the table as it was, and the exit code says whether to try again") {
  run("CREATE TABLE food_item(id int PRIMARY KEY); INSERT INTO food_item VALUES (1)");
  const auto& at = settings().parameters;
  const std::string database =
      std::format("host={} port={} user={} dbname={}", at.at("host"), at.at("port"), at.at("user"), at.at("dbname"));
  const auto code_for = [&](std::string_view status) {
    const ScriptedServer server([&](const Peer& peer) {
      peer.read_head();
      peer.send(std::format("HTTP/1.1 {}\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n", status));
    });
    tests::ChildProcess program({CHANDLER_PROGRAM, "load", "--source",
                                 std::format("http://127.0.0.1:{}/food_item.csv", server.port()), "--database",
                                 database});
    const int code = program.wait();
    INFO(program.output());
    CHECK(program.output().contains("Nothing was loaded."));
    return code;
  };
  CHECK(code_for("404 Not Found") == 2);
  CHECK(code_for("503 Service Unavailable") == 1);
  CHECK(value("SELECT count(*) FROM food_item") == "1");
}

}  // namespace
}  // namespace chandler::dataset
