#include <stop_token>
#include <thread>
#include <vector>

#include "tests/unit/download/fetch.hpp"

namespace chandler::dataset {
namespace {

using tests::ScriptedServer;

// Answers each request in turn with the next text, and keeps what was asked.
class Script {
 public:
  explicit Script(std::vector<std::string> answers)
      : answers_(std::move(answers)), server_([this](const Peer& peer) {
          asked_.push_back(peer.read_head());
          if (asked_.size() <= answers_.size()) peer.send(answers_[asked_.size() - 1]);
        }) {}

  const ScriptedServer& server() const { return server_; }
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  std::vector<std::string> answers_;
  std::vector<std::string> asked_;  // read when the download has ended
  ScriptedServer server_;
};

// Ten bytes are announced, and the first few come.
std::string cut(std::string_view headers, std::string_view body) {
  return std::format("HTTP/1.1 200 OK\r\n{}Content-Length: 10\r\n\r\n{}", headers, body);
}

TEST_CASE("a download that is cut goes on where it stopped, if the file is the same") {
  const Script script({cut("ETag: \"v1\"\r\n", "0123"),
                       "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n\r\n45",
                       answer("206 Partial Content", "ETag: \"v1\"\r\nContent-Range: bytes 6-9/10\r\n", "6789")});
  const auto downloaded = fetch(address_of(script.server()));
  CHECK(text_of(downloaded) == "0123456789");
  CHECK(downloaded->validators == Validators{"\"v1\"", ""});
  CHECK(downloaded->sha256 == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882");
  REQUIRE(script.asked().size() == 3);
  CHECK_FALSE(script.asked()[0].contains("Range"));
  CHECK(script.asked()[1].contains("\r\nRange: bytes=4-\r\nIf-Range: \"v1\"\r\n"));
  CHECK(script.asked()[2].contains("\r\nRange: bytes=6-\r\nIf-Range: \"v1\"\r\n"));
}

TEST_CASE("a file that changed meanwhile is taken anew") {
  SECTION("as the server says with the whole of it") {
    const Script script({cut("ETag: \"v1\"\r\n", "0123"), answer("200 OK", "ETag: \"v2\"\r\n", "abc")});
    const auto downloaded = fetch(address_of(script.server()));
    CHECK(text_of(downloaded) == "abc");
    CHECK(downloaded->validators.etag == "\"v2\"");
  }
  SECTION("though the server goes on with another version") {
    const Script script({cut("ETag: \"v1\"\r\n", "0123"),
                         answer("206 Partial Content", "ETag: \"v2\"\r\nContent-Range: bytes 4-9/10\r\n", "defghi"),
                         answer("200 OK", "ETag: \"v2\"\r\n", "abcdefghij")});
    CHECK(text_of(fetch(address_of(script.server()))) == "abcdefghij");
    REQUIRE(script.asked().size() == 3);
    CHECK_FALSE(script.asked()[2].contains("Range"));
  }
  SECTION("though the server is at another byte") {
    const Script script({cut("ETag: \"v1\"\r\n", "0123"),
                         answer("206 Partial Content", "Content-Range: bytes 3-9/10\r\n", "3456789"),
                         answer("200 OK", "", "0123456789")});
    CHECK(text_of(fetch(address_of(script.server()))) == "0123456789");
  }
}

TEST_CASE("without a validator the whole file is asked for again") {
  const Script script({cut("", "0123"), cut("ETag: W/\"weak\"\r\n", "01234"), answer("200 OK", "", "0123456789")});
  CHECK(text_of(fetch(address_of(script.server()))) == "0123456789");
  REQUIRE(script.asked().size() == 3);
  for (const std::string& head : script.asked()) CHECK_FALSE(head.contains("Range"));
}

TEST_CASE("a server that always cuts at the same byte is given up") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send(cut("", "0123"));
  });
  const auto downloaded = fetch(address_of(server));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::could_not);
  CHECK(downloaded.error().code == "load.unreachable");
  CHECK(downloaded.error().message.ends_with(", 3 times in a row"));
  CHECK(server.accepted() == 3);
}

TEST_CASE("one byte at a time is progress enough") {
  const std::string text = "0123456789";
  std::size_t sent = 0;
  const ScriptedServer server([&](const Peer& peer) {
    const std::string head = peer.read_head();
    peer.send(sent == 0
                  ? cut("ETag: \"v\"\r\n", text.substr(0, 1))
                  : std::format("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {0}-9/10\r\nContent-Length: "
                                "{1}\r\n\r\n{2}",
                                sent, 10 - sent, text.substr(sent, 1)));
    ++sent;
  });
  CHECK(text_of(fetch(address_of(server))) == text);
  CHECK(server.accepted() == 10);
}

TEST_CASE("a server that stalls is left, and asked for the rest") {
  std::vector<std::string> asked;
  const ScriptedServer server([&](const Peer& peer) {
    asked.push_back(peer.read_head());
    if (asked.size() > 1) return peer.send(answer("206 Partial Content", "Content-Range: bytes 4-9/10\r\n", "456789"));
    peer.send(cut("ETag: \"v1\"\r\n", "0123"));
    peer.wait_for_close();
  });
  DownloadOptions options = quick();
  options.limits.quiet = std::chrono::milliseconds(50);
  CHECK(text_of(fetch(address_of(server), options)) == "0123456789");
}

TEST_CASE("a server that announces more than it has is no whole file") {
  const Script script({cut("ETag: \"v1\"\r\n", "0123"),
                       answer("416 Range Not Satisfiable", "Content-Range: bytes */4\r\n", ""),
                       cut("ETag: \"v1\"\r\n", "0123")});
  const auto downloaded = fetch(address_of(script.server()));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::could_not);
}

TEST_CASE("a server that sends more than it announced is not believed") {
  const Script script({"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n0123456789"});
  const auto downloaded = fetch(address_of(script.server()));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::could_not);
  CHECK(downloaded.error().message == "it sent more than the 4 bytes that it announced");
}

TEST_CASE("a length that was not announced ends with its last chunk") {
  SECTION("whole") {
    const Script script({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n"});
    CHECK(text_of(fetch(address_of(script.server()))) == "0123456789");
  }
  SECTION("cut before the last chunk, which is all that was missing") {
    const Script script({"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n",
                         answer("416 Range Not Satisfiable", "Content-Range: bytes */4\r\n", "")});
    CHECK(text_of(fetch(address_of(script.server()))) == "0123");
  }
  SECTION("cut, and the length is told with the rest") {
    const Script script({"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n",
                         answer("206 Partial Content", "Content-Range: bytes 4-6/10\r\n", "456"),
                         answer("206 Partial Content", "Content-Range: bytes 7-9/10\r\n", "789")});
    CHECK(text_of(fetch(address_of(script.server()))) == "0123456789");
  }
}

TEST_CASE("a server that is busy is asked again, after the pause that it asks for") {
  const Script script({answer("503 Service Unavailable", "", ""),
                       answer("429 Too Many Requests", "Retry-After: 1\r\n", "no"), answer("200 OK", "", "ok")});
  const auto began = std::chrono::steady_clock::now();
  CHECK(text_of(fetch(address_of(script.server()))) == "ok");
  CHECK(std::chrono::steady_clock::now() - began >= std::chrono::seconds(1));
}

TEST_CASE("a pause that is too long to wait for is said") {
  const Script script({answer("503 Service Unavailable", "Retry-After: 3600\r\n", "")});
  const auto downloaded = fetch(address_of(script.server()));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::could_not);
  CHECK(downloaded.error().message == "it answers with status 503 and asks for a pause of 3600s");
}

TEST_CASE("a server that is not there is no problem of the data") {
  const std::string gone = address_of(ScriptedServer([](const Peer&) {}), "/menu.csv?secret");
  const auto downloaded = fetch(gone);
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::could_not);
  CHECK(downloaded.error().message.contains("Connection refused"));
  CHECK_FALSE(core::describe(downloaded.error()).contains("secret"));
}

TEST_CASE("a stop ends a download and a pause at once") {
  std::stop_source stop;
  SECTION("in the body") {
    const ScriptedServer server([&](const Peer& peer) {
      peer.read_head();
      peer.send(cut("", "0123"));
      stop.request_stop();
      peer.wait_for_close();
    });
    const auto downloaded = fetch(address_of(server), quick(), {}, stop.get_token());
    REQUIRE_FALSE(downloaded.has_value());
    CHECK(downloaded.error().code == "stopped");
  }
  SECTION("between two attempts") {
    const ScriptedServer server([&](const Peer& peer) {
      peer.read_head();
      peer.send(answer("503 Service Unavailable", "Retry-After: 1000\r\n", ""));
      stop.request_stop();
    });
    DownloadOptions options = quick();
    options.retry.longest_pause = std::chrono::hours(1);
    const auto downloaded = fetch(address_of(server), options, {}, stop.get_token());
    REQUIRE_FALSE(downloaded.has_value());
    CHECK(downloaded.error().code == "stopped");
  }
}

}  // namespace
}  // namespace chandler::dataset
