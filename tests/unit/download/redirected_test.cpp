#include <vector>

#include "tests/unit/download/fetch.hpp"

namespace chandler::dataset {
namespace {

using tests::ScriptedServer;

std::string redirection(const std::string& to) {
  return answer("302 Found", std::format("Location: {}\r\n", to), "");
}

TEST_CASE("credentials go to the address's own origin alone") {
  std::vector<std::string> there;
  const ScriptedServer other([&](const Peer& peer) {
    there.push_back(peer.read_head());
    peer.send(answer("200 OK", "", "data"));
  });
  std::vector<std::string> here;
  const ScriptedServer server([&](const Peer& peer) {
    here.push_back(peer.read_head());
    peer.send(here.size() == 1 ? redirection("/moved") : redirection(address_of(other, "/signed?x=1")));
  });
  CHECK(text_of(fetch(address_of(server), quick({{"CHANDLER_SOURCE_TOKEN", "secret"}}))) == "data");
  REQUIRE(here.size() == 2);
  for (const std::string& head : here) CHECK(head.contains("\r\nAuthorization: Bearer secret\r\n"));
  CHECK(here[1].starts_with("GET /moved HTTP/1.1\r\n"));
  REQUIRE(there.size() == 1);
  CHECK(there[0].starts_with("GET /signed?x=1 HTTP/1.1\r\n"));
  CHECK_FALSE(there[0].contains("Authorization"));
}

TEST_CASE("a download that is cut behind a redirection is asked for at its first address again") {
  int files = 0;
  const ScriptedServer other([&](const Peer& peer) {
    const std::string head = peer.read_head();
    if (++files == 1) return peer.send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n0123");
    CHECK(head.starts_with("GET /2 "));
    CHECK(head.contains("Range: bytes=4-"));
    peer.send(answer("206 Partial Content", "Content-Range: bytes 4-9/10\r\n", "456789"));
  });
  int asked = 0;
  const ScriptedServer server([&](const Peer& peer) {
    peer.read_head();
    peer.send(redirection(address_of(other, std::format("/{}", ++asked))));
  });
  CHECK(text_of(fetch(address_of(server))) == "0123456789");
}

TEST_CASE("redirections in a circle come to an end") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send(redirection("/again?secret"));
  });
  const auto downloaded = fetch(address_of(server));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::problem);
  CHECK(downloaded.error().message.starts_with("it redirects more than 5 times, at last to http://127.0.0.1:"));
  CHECK_FALSE(downloaded.error().message.contains("secret"));
  CHECK(server.accepted() == 6);
}

TEST_CASE("a refusal behind a redirection names both addresses") {
  const ScriptedServer server([](const Peer& peer) {
    peer.send(peer.read_head().contains("/menu.csv") ? redirection("/gone.csv") : answer("404 Not Found", "", ""));
  });
  const auto downloaded = fetch(address_of(server));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().where == address_of(server, "/gone.csv"));
  CHECK(downloaded.error().message.ends_with(std::format("({} redirects there)", address_of(server))));
}

}  // namespace
}  // namespace chandler::dataset
