#include <atomic>
#include <cstdlib>
#include <format>
#include <iterator>

#include "platform/digest/digest.hpp"
#include "tests/integration/dataset/fixture.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"
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

TEST_CASE_METHOD(Fixture, "a file that the server knows as unchanged is not sent again") {
  run("CREATE TABLE food_item(id int PRIMARY KEY)");
  std::string content = "id\n1\n";
  std::string etag = "\"first\"";
  std::vector<std::string> asked;
  ScriptedServer server([&](const Peer& peer) {
    const std::string head = peer.read_head();
    asked.push_back(head);
    if (head.contains("If-None-Match: " + etag)) {
      peer.send("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
      return;
    }
    peer.send(std::format("HTTP/1.1 200 OK\r\nETag: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", etag,
                          content.size(), content));
  });
  const Options options = from(*this, {std::format("http://127.0.0.1:{}/food_item.csv?secret=1", server.port())});
  const auto action = [&] {
    const auto results = bring(options, {});
    if (!results) FAIL(core::describe(results.error()));
    return results->front().action;
  };
  CHECK(action() == Action::loaded);
  CHECK_FALSE(asked.back().contains("If-None-Match"));
  CHECK(value("SELECT address || etag FROM chandler.dataset_load") ==
        std::format("http://127.0.0.1:{}/food_item.csv?…\"first\"", server.port()));
  CHECK(action() == Action::unchanged);
  CHECK(asked.back().contains("If-None-Match: \"first\""));
  SECTION("a new version is fetched") {
    content = "id\n1\n2\n";
    etag = "\"second\"";
    CHECK(action() == Action::loaded);
    CHECK(action() == Action::unchanged);
    CHECK(asked.back().contains("If-None-Match: \"second\""));
  }
  SECTION("a table that lost its rows is filled again") {
    run("TRUNCATE food_item");
    CHECK(action() == Action::loaded);
    CHECK_FALSE(asked.back().contains("If-None-Match"));
  }
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
    tests::ChildProcess program({tests::chandler_program(), "load", "--source",
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

TEST_CASE_METHOD(Fixture, "a file that its address pins is downloaded once, until the table no longer holds it") {
  run("CREATE TABLE food_item(id int PRIMARY KEY)");
  std::atomic<int> asked = 0;
  const ScriptedServer server([&](const Peer& peer) {
    ++asked;
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nid\n1\n");
  });
  const std::string digest = "0f1bc8b1ba2f75ecc2d1f66ec5a4bc7fd9a6c2ea5cf4c6c3c2f9a4a7a3b7ad11";
  Options options = from(*this, {std::format("http://127.0.0.1:{}/food_item.csv#sha256={}", server.port(), digest)});
  const auto wrong = bring(options, {});
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().code == "load.hash_mismatch");
  const std::string right = wrong.error().message.substr(std::string_view("its SHA-256 is ").size(), digest.size());
  options.sources = {std::format("http://127.0.0.1:{}/food_item.csv#sha256={}", server.port(), right)};
  const auto first = bring(options, {});
  REQUIRE(first.has_value());
  CHECK(first->front().action == Action::loaded);
  CHECK(asked == 2);
  SECTION("by the file's name") {}
  SECTION("by --table") {
    options.table = "food_item";
  }
  const auto second = bring(options, {});
  REQUIRE(second.has_value());
  CHECK(second->front().action == Action::unchanged);
  CHECK(asked == 2);
  run("TRUNCATE food_item");
  const auto third = bring(options, {});
  REQUIRE(third.has_value());
  CHECK(third->front().action == Action::loaded);
  CHECK(asked == 3);
  CHECK(value("SELECT count(*) FROM food_item") == "1");
}

TEST_CASE_METHOD(Fixture, "a folder with nothing but a load.yaml brings files from their addresses") {
  run("CREATE TABLE menu(id int PRIMARY KEY, since date); CREATE TABLE plain(id int PRIMARY KEY)");
  std::vector<std::string> asked;
  ScriptedServer server([&](const Peer& peer) {
    const std::string head = peer.read_head();
    asked.push_back(head);
    if (head.contains("If-None-Match")) {
      peer.send("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
      return;
    }
    const std::string content = head.contains("dishes") ? "Code;Since\n1;01.02.2026\n" : "id\n7\n";
    peer.send(std::format("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                          content.size(), content));
  });
  const auto describe = [&](const std::string& pinned) {
    write("load.yaml",
          std::format("version: 1\ndata_sets:\n  - file: http://127.0.0.1:{0}/dishes.csv?key=hush{1}\n"
                      "    table: menu\n    delimiter: \";\"\n    columns:\n      - {{from: Code, to: id}}\n"
                      "      - {{from: Since, to: since, cast: \"to_date($1, 'DD.MM.YYYY')\"}}\n"
                      "  - file: http://127.0.0.1:{0}/plain.csv\n",
                      server.port(), pinned));
  };
  describe("");
  REQUIRE(load().has_value());
  CHECK(value("SELECT id || ' ' || since FROM menu") == "1 2026-02-01");
  CHECK(value("SELECT id FROM plain") == "7");
  CHECK(
      value("SELECT count(*) FROM chandler.dataset_load WHERE address LIKE 'http://%' AND address NOT LIKE '%hush%'") ==
      "2");
  asked.clear();
  const auto again = load();
  REQUIRE(again.has_value());
  for (const DataSetResult& result : *again) CHECK(result.action == Action::unchanged);
  REQUIRE(asked.size() == 2);
  CHECK_FALSE(asked.front().contains("If-None-Match"));  // its entry makes other rows of it
  CHECK(asked.back().contains("If-None-Match"));
  SECTION("one that is pinned is not asked for while the table holds it") {
    platform::Sha256 sha256;
    sha256.update("Code;Since\n1;01.02.2026\n");
    describe("#sha256=" + sha256.hex());
    asked.clear();
    REQUIRE(load().has_value());
    CHECK(asked.size() == 1);
  }
  SECTION("one that is not to be had is told, without its secrets, and noted") {
    write("load.yaml", "version: 1\ndata_sets:\n  - {file: \"http://127.0.0.1:1/plain.csv?key=hush\"}\n");
    Options impatient = options();
    impatient.download.retry = {.attempts = 1, .first_pause = std::chrono::milliseconds(1)};
    const auto refused = bring(impatient, {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "load.unreachable");
    CHECK_FALSE(core::describe(refused.error()).contains("hush"));
    CHECK(value("SELECT data_set FROM chandler.dataset_load WHERE outcome = 'failed'") == "public.plain");
  }
  SECTION("and an address that is none is told by its place") {
    write("load.yaml", "version: 1\ndata_sets:\n  - {file: \"http://elsewhere.example/plain.csv\"}\n");
    CHECK(failure().where == "load.yaml:3:5");
  }
}

}  // namespace
}  // namespace chandler::dataset
