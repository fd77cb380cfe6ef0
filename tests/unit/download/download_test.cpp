#include <atomic>
#include <charconv>
#include <mutex>

#include "certs/issue.hpp"
#include "platform/http/server.hpp"
#include "platform/net/dial.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/download/fetch.hpp"

namespace chandler::dataset {
namespace {

using platform::http::Request;
using platform::http::Response;
using platform::http::Server;

constexpr std::string_view etag = "\"v1\"";

// Serves one file over TLS as object stores do: with ranges, conditions and a tag.
class Store {
 public:
  explicit Store(std::string content) : content_(std::move(content)) {
    auto slot = std::make_shared<platform::tls::ServerSlot>();
    slot->set(platform::tls::ServerContext::make(bundle_.chain, bundle_.key).value());
    server_ = Server::start({.address = "127.0.0.1", .tls = slot}, [this](const Request& request) {
                return serve(request);
              }).value();
  }

  std::uint16_t port() const { return server_->port(); }
  std::string url(std::string_view rest = "/menu.csv") const {
    return std::format("https://localhost:{}{}", port(), rest);
  }
  const std::string& ca() const { return bundle_.ca; }
  int ranges() const { return ranges_; }
  void require(std::string authorization) { authorization_ = std::move(authorization); }

 private:
  Response serve(const Request& request) {
    if (!authorization_.empty() && request.header("Authorization") != authorization_)
      return platform::http::plain(401, "who?");
    if (request.path != "/menu.csv") return platform::http::plain(404, "no");
    const Response whole{
        .status = 200, .content_type = "text/csv", .body = content_, .headers = {{"ETag", std::string(etag)}}};
    if (request.header("If-None-Match") == etag) return {.status = 304, .headers = whole.headers};
    const std::string_view range = request.header("Range");
    if (range.empty() || request.header("If-Range") != etag) return whole;
    std::size_t first = 0;
    const std::string_view digits = range.substr(std::string_view("bytes=").size());
    std::from_chars(digits.data(), digits.data() + digits.size(), first);
    ++ranges_;
    Response rest = whole;
    rest.status = 206;
    rest.body = content_.substr(first);
    rest.headers.emplace_back("Content-Range",
                              std::format("bytes {}-{}/{}", first, content_.size() - 1, content_.size()));
    return rest;
  }

  certs::Bundle bundle_ = certs::issue({.dns_names = {"localhost"}}, std::chrono::system_clock::now()).value();
  std::string content_;
  std::string authorization_;
  std::atomic<int> ranges_ = 0;
  std::unique_ptr<Server> server_;
};

std::string many_rows() {
  std::string text = "id\n";
  for (int row = 0; row < 300'000; ++row) text += std::to_string(row) + "\n";
  return text;
}

TEST_CASE("a file comes over TLS from a server of a private authority") {
  const Store store(many_rows());
  CHECK(text_of(fetch(store.url(), quick({{"CHANDLER_SOURCE_CA", store.ca()}}))) == many_rows());
  DownloadOptions options = quick();
  options.ca = store.ca();
  CHECK(text_of(fetch(store.url("/menu.csv?a=b"), options)) == many_rows());
}

TEST_CASE("a server that is not trusted is not asked") {
  const Store store("id\n");
  const auto downloaded = fetch(store.url("/menu.csv?secret"));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::could_not);
  CHECK(downloaded.error().message.contains("its certificate is not trusted"));
  CHECK(downloaded.error().hint.contains("CHANDLER_SOURCE_CA"));
  CHECK_FALSE(core::describe(downloaded.error()).contains("secret"));
}

TEST_CASE("an authority that is no certificate is said where it was given") {
  const auto environment = fetch("https://localhost/menu.csv", quick({{"CHANDLER_SOURCE_CA", "no PEM"}}));
  REQUIRE_FALSE(environment.has_value());
  CHECK(environment.error().where == "CHANDLER_SOURCE_CA");
  DownloadOptions options = quick();
  options.ca = "no PEM";
  CHECK(fetch("https://localhost/menu.csv", options).error().where == "--source-ca");
}

TEST_CASE("a file that has not changed is not sent") {
  const Store store("id\n1\n");
  const DownloadOptions options = quick({{"CHANDLER_SOURCE_CA", store.ca()}});
  const auto first = fetch(store.url(), options);
  REQUIRE(first.has_value());
  CHECK(first->validators.etag == etag);
  const auto second = fetch(store.url(), options, first->validators);
  REQUIRE(second.has_value());
  CHECK_FALSE(second->content);
  CHECK(second->validators == first->validators);
  CHECK(text_of(fetch(store.url(), options, {.etag = "\"v0\"", .last_modified = {}})) == "id\n1\n");
}

TEST_CASE("the digest of the address is what the file has to have") {
  const Store store("abc");
  const DownloadOptions options = quick({{"CHANDLER_SOURCE_CA", store.ca()}});
  const std::string right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(text_of(fetch(store.url("/menu.csv#sha256=" + right), options)) == "abc");
  const std::string wrong(64, '0');
  const auto downloaded = fetch(store.url("/menu.csv#sha256=" + wrong), options);
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::problem);
  CHECK(downloaded.error().code == "load.hash_mismatch");
  CHECK(downloaded.error().message.contains(right));
  CHECK(downloaded.error().message.contains(wrong));
}

TEST_CASE("credentials of the environment open the door") {
  Store store("id\n");
  Variables variables{{"CHANDLER_SOURCE_CA", store.ca()}, {"CHANDLER_SOURCE_TOKEN", "sesame\n"}};
  store.require("Bearer sesame");
  CHECK(text_of(fetch(store.url(), quick(variables))) == "id\n");
  variables["CHANDLER_SOURCE_TOKEN"] = "simsim";
  const auto refused = fetch(store.url(), quick(variables));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().outcome == core::Outcome::problem);
  CHECK(refused.error().code == "load.source_refused");
  CHECK_FALSE(core::describe(refused.error()).contains("simsim"));
}

// Passes TLS on, a few bytes of the server's each time, then cuts.
TEST_CASE("a connection that is cut again and again ends in the whole file") {
  const std::string rows = many_rows();
  const Store store(rows);
  const tests::ScriptedServer cutter([&](const Peer& peer) {
    const auto server = platform::net::dial("127.0.0.1", store.port(),
                                            {std::chrono::steady_clock::now() + std::chrono::seconds(5), {}});
    if (server) peer.pass_on(server->socket.fd(), 500'000);
  });
  const auto downloaded =
      fetch(std::format("https://localhost:{}/menu.csv", cutter.port()), quick({{"CHANDLER_SOURCE_CA", store.ca()}}));
  CHECK(text_of(downloaded) == rows);
  CHECK(store.ranges() >= static_cast<int>(rows.size() / 500'000));
}

TEST_CASE("a proxy of the environment is asked for a tunnel, with its credentials and not the source's") {
  const Store store("id\n");
  std::mutex mutex;
  std::string asked;
  const tests::ScriptedServer proxy([&](const Peer& peer) {
    {
      const std::lock_guard lock(mutex);
      asked = peer.read_head();
    }
    const auto server = platform::net::dial("127.0.0.1", store.port(),
                                            {std::chrono::steady_clock::now() + std::chrono::seconds(5), {}});
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    if (server) peer.pass_on(server->socket.fd());
  });
  // A proxy is never asked for this machine itself, so the name is one that only the proxy knows.
  const Variables variables{{"HTTPS_PROXY", std::format("http://u:p@127.0.0.1:{}", proxy.port())},
                            {"CHANDLER_SOURCE_TOKEN", "sesame"},
                            {"CHANDLER_SOURCE_CA", store.ca()}};
  const auto elsewhere = fetch("https://data.example/menu.csv", quick(variables));
  REQUIRE_FALSE(elsewhere.has_value());
  CHECK(elsewhere.error().message.contains("its certificate is not trusted: hostname mismatch"));
  const std::lock_guard lock(mutex);
  CHECK(asked ==
        "CONNECT data.example:443 HTTP/1.1\r\nHost: data.example:443\r\nProxy-Authorization: Basic dTpw\r\n\r\n");
}

TEST_CASE("a proxy that refuses is a problem to mend") {
  const tests::ScriptedServer proxy([](const Peer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  });
  const auto downloaded =
      fetch("https://data.example/menu.csv", quick({{"https_proxy", std::format("127.0.0.1:{}", proxy.port())}}));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().outcome == core::Outcome::problem);
  CHECK(downloaded.error().code == "load.bad_proxy");
  CHECK(fetch("https://data.example/menu.csv", quick({{"https_proxy", "socks5://x"}})).error().code ==
        "load.bad_proxy");
}

TEST_CASE("downloads are kept in TMPDIR") {
  const tests::TemporaryFolder folder;
  const Store store("id\n");
  const Variables variables{{"CHANDLER_SOURCE_CA", store.ca()}, {"TMPDIR", (folder.path() / "missing").string()}};
  const auto downloaded = fetch(store.url(), quick(variables));
  REQUIRE_FALSE(downloaded.has_value());
  CHECK(downloaded.error().where == (folder.path() / "missing").string());
}

}  // namespace
}  // namespace chandler::dataset
