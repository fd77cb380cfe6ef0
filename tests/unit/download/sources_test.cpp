#include "dataset/download/sources.hpp"

#include "tests/unit/download/fetch.hpp"

namespace chandler::dataset {
namespace {

using tests::ScriptedServer;

const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

AskKnown says(Known known) {
  return [known = std::move(known)](const TableName&, const Address&) { return known; };
}

// Answers "abc", or "not modified" to the tag "1".
class Site {
 public:
  core::Expected<Fetched> fetch(const Known& known, const std::string& fragment = {}) {
    return fetch_sources(std::vector<std::string>{"/data", address_of(server_, "/menu.food.csv.gz" + fragment)}, false,
                         quick(), says(known), {});
  }
  int asked() const { return server_.accepted(); }

 private:
  ScriptedServer server_{[](const Peer& peer) {
    const bool known = peer.read_head().contains("If-None-Match: \"1\"\r\n");
    peer.send(known ? "HTTP/1.1 304 Not Modified\r\n\r\n" : answer("200 OK", "ETag: \"1\"\r\n", "abc"));
  }};
};

}  // namespace

TEST_CASE("addresses are downloaded, and what else there is stays") {
  Site site;
  const auto fetched = site.fetch({});
  REQUIRE(fetched.has_value());
  CHECK(fetched->local == std::vector<std::string>{"/data"});
  REQUIRE(fetched->files.size() == 1);
  const SourceFile& file = fetched->files.front();
  CHECK(file.name == "menu.food.csv.gz");
  CHECK(file.table == TableName{"menu", "food"});
  CHECK(file.hash == abc);
  CHECK(hash_of(file.path, {}) == abc);
}

TEST_CASE("what the table holds by the address's digest is not asked for") {
  Site site;
  const auto fetched = site.fetch({.hash = abc, .validators = {}}, "#sha256=" + abc);
  REQUIRE(fetched.has_value());
  CHECK(site.asked() == 0);
  CHECK(fetched->files.front().path.empty());
  CHECK(fetched->files.front().hash == abc);
}

TEST_CASE("what the server says is not modified is not sent") {
  Site site;
  const auto fetched = site.fetch({.hash = "the hash", .validators = {"\"1\"", ""}});
  REQUIRE(fetched.has_value());
  CHECK(fetched->files.front().path.empty());
  CHECK(fetched->files.front().hash == "the hash");
}

TEST_CASE("an address that pins another version is not answered with not modified") {
  Site site;
  const auto fetched = site.fetch({.hash = std::string(64, '0'), .validators = {"\"1\"", ""}}, "#sha256=" + abc);
  REQUIRE(fetched.has_value());
  CHECK(fetched->files.front().hash == abc);
  CHECK(site.fetch({.hash = {}, .validators = {"\"1\"", ""}})->files.front().hash == abc);
}

TEST_CASE("an address that names no table is not asked, nor are those before it") {
  const ScriptedServer server([](const Peer&) {});
  for (const char* name : {"/food.parquet", "/", "/a.b.c.csv", "/food"}) {
    const std::vector<std::string> sources{address_of(server, "/food.csv"), address_of(server, name)};
    CHECK_FALSE(fetch_sources(sources, false, quick(), says({}), {}));
  }
  CHECK(server.accepted() == 0);
}

TEST_CASE("without an address nothing of downloads is looked at") {
  const auto fetched =
      fetch_sources(std::vector<std::string>{"/data"}, false, quick({{"CHANDLER_SOURCE_CA", "no PEM"}}), says({}), {});
  REQUIRE(fetched.has_value());
  CHECK(fetched->files.empty());
}

}  // namespace chandler::dataset
