#include "platform/http/client.hpp"

#include <format>
#include <future>

#include <catch2/catch_test_macros.hpp>

#include "platform/net/dial.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/unit/http/running_server.hpp"

namespace chandler::tests {
namespace {

using platform::http::Client;
using platform::http::ClientFailure;
using platform::http::ClientLimits;
using platform::http::Origin;
using platform::tls::ClientContext;
using Kind = ClientFailure::Kind;
using Peer = ScriptedServer::Peer;

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

Origin at(const ScriptedServer& server) {
  return {.host = "127.0.0.1", .port = server.port(), .tls = nullptr};
}

// A server of ours with a certificate for "localhost" and 127.0.0.1.
struct Secure {
  certs::Bundle bundle = certs::issue({.dns_names = {"localhost"}}, std::chrono::system_clock::now()).value();
  std::unique_ptr<platform::http::Server> server = [this] {
    auto slot = std::make_shared<platform::tls::ServerSlot>();
    slot->set(platform::tls::ServerContext::make(bundle.chain, bundle.key).value());
    return start({.tls = slot});
  }();
  Origin origin(const std::string& ca, std::string host = "localhost") const {
    return {.host = std::move(host), .port = server->port(), .tls = ClientContext::make({.ca = ca}).value()};
  }
};

}  // namespace

TEST_CASE("requests of all sizes go over one TLS connection and come back whole") {
  const Secure secure;
  Client client(secure.origin(secure.bundle.ca));
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{70'000}, std::size_t{900'000}}) {
    const std::string body(size, 'x');
    const auto answer = client.send({.method = "POST", .target = "/e?q=1", .body = body});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "POST /e " + body);
  }
  CHECK(secure.server->statistics().accepted == 1);
}

TEST_CASE("a server is trusted for its CA and for its name alone") {
  const Secure secure;
  const Secure other;
  const auto stranger = Client(secure.origin(other.bundle.ca)).send({});
  REQUIRE(!stranger);
  CHECK(stranger.error().kind == Kind::unreachable);
  CHECK(stranger.error().message.starts_with("its certificate is not trusted: "));
  const auto misnamed = Client(secure.origin(secure.bundle.ca, "127.0.0.1")).send({});
  REQUIRE(!misnamed);
  CHECK(misnamed.error().message == "its certificate is not trusted: IP address mismatch");
}

TEST_CASE("a server without TLS is told apart") {
  const ScriptedServer server([](const Peer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  Origin origin = at(server);
  origin.tls = ClientContext::make({}).value();
  const auto answer = Client(origin).send({});
  REQUIRE(!answer);
  CHECK(answer.error().message.starts_with("TLS: "));
}

TEST_CASE("the request is written as RFC 9112 has it") {
  std::promise<std::string> head;
  const ScriptedServer server([&](const Peer& peer) {
    head.set_value(peer.read_head());
    peer.send(ok);
  });
  REQUIRE(Client(at(server)).send({.method = "PUT", .target = "/a?b", .headers = {{"X", "y"}}, .body = ""}));
  CHECK(head.get_future().get() ==
        std::format("PUT /a?b HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: chandler/" CHANDLER_VERSION
                    "\r\nX: y\r\nContent-Length: 0\r\n\r\n",
                    server.port()));
}

TEST_CASE("a connection that the server closed meanwhile is opened again") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send(ok);
  });
  Client client(at(server));
  for (int request = 1; request <= 3; ++request) {
    const auto answer = client.send({.method = "POST", .body = "x"});
    // The end of the connection may only show when the request has gone; a POST is then not repeated.
    if (answer) CHECK(answer->body == "ok");
    if (!answer) CHECK(answer.error().kind == Kind::cut);
    const auto repeated = client.send({});
    REQUIRE(repeated);
    CHECK(repeated->body == "ok");
  }
}

TEST_CASE("an answer that is cut off is an error, not a shorter answer") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  });
  const auto answer = Client(at(server)).send({});
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::cut);
}

TEST_CASE("what is no HTTP is said to be none") {
  const ScriptedServer server([](const Peer& peer) { peer.send("220 mail ESMTP\r\n"); });
  const auto answer = Client(at(server)).send({});
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::not_http);
}

TEST_CASE("a body longer than allowed is given up; a sink may give up earlier") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + std::string(100'000, 'x'));
    peer.wait_for_close();
  });
  const auto answer = Client(at(server), {.longest_body = 1000}).send({});
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::too_long);
  const auto head = Client(at(server)).stream({}, [](std::string_view) { return false; });
  REQUIRE(head);
  CHECK(head->status == 200);
}

TEST_CASE("a server that accepts and says nothing is left after the limit, or at a stop") {
  const ScriptedServer server([](const Peer& peer) { peer.wait_for_close(); });
  const auto quiet = Client(at(server), {.quiet = std::chrono::milliseconds(20)}).send({});
  REQUIRE(!quiet);
  CHECK(quiet.error().kind == Kind::cut);
  CHECK(quiet.error().message == "no answer from 127.0.0.1 in time");

  std::stop_source stop;
  const std::jthread stopper([&] {
    eventually([&] { return server.accepted() == 2; });
    stop.request_stop();
  });
  const auto stopped = Client(at(server), {.quiet = std::chrono::hours(1)}).send({}, stop.get_token());
  REQUIRE(!stopped);
  CHECK(stopped.error().kind == Kind::stopped);
}

TEST_CASE("nobody listening is said with the address") {
  std::uint16_t port = 0;
  {
    port = ScriptedServer([](const Peer&) {}).port();
  }
  const auto answer = Client({.host = "localhost", .port = port, .tls = nullptr}).send({});
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::unreachable);
  CHECK(answer.error().message.contains("127.0.0.1: Connection refused"));
}

TEST_CASE("the head is told before the body, and may be enough") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 206 Partial Content\r\nX: y\r\nContent-Length: 2\r\n\r\nok");
  });
  std::string seen;
  const auto body = [&](std::string_view bytes) {
    seen += bytes;
    return true;
  };
  const auto head = [&](int status, const platform::http::Headers& headers) {
    seen += std::format("{} {} ", status, platform::http::find_header(headers, "x"));
    return true;
  };
  REQUIRE(Client(at(server)).stream({}, body, {}, head));
  CHECK(seen == "206 y ok");
  seen.clear();
  const auto answer =
      Client(at(server)).stream({}, body, {}, [](int, const platform::http::Headers&) { return false; });
  REQUIRE(answer);
  CHECK(answer->status == 206);
  CHECK(seen.empty());
}

TEST_CASE("interim answers are passed over") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    peer.send("HTTP/1.1 100 Continue\r\n\r\n" + std::string(ok));
  });
  int heads = 0;
  const auto count = [&](int, const platform::http::Headers&) { return ++heads == 1; };
  const auto answer = Client(at(server)).stream({}, [](std::string_view) { return true; }, {}, count);
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("Link").empty());
}

TEST_CASE("bytes behind the end of an answer are noticed") {
  const ScriptedServer server([](const Peer& peer) {
    peer.read_head();
    peer.send(std::string(ok) + "more");
  });
  const auto answer = Client(at(server)).send({});
  REQUIRE(answer);
  CHECK(answer->body == "ok");
  CHECK(answer->excess);
}

TEST_CASE("the port is left out of Host where it is the scheme's own") {
  CHECK(Origin{.host = "a", .port = 80, .tls = nullptr}.authority() == "a");
  CHECK(Origin{.host = "a", .port = 443, .tls = nullptr}.authority() == "a:443");
  CHECK(Origin{.host = "::1", .port = 443, .tls = ClientContext::make({}).value()}.authority() == "[::1]");
  CHECK(Origin{.host = "a", .port = 8080, .tls = ClientContext::make({}).value()}.authority() == "a:8080");
}

TEST_CASE("a proxy is asked for a tunnel, and TLS is spoken through it") {
  const Secure secure;
  std::promise<std::string> asked;
  const ScriptedServer proxy([&](const Peer& peer) {
    asked.set_value(peer.read_head());
    const auto server = platform::net::dial("127.0.0.1", secure.server->port(),
                                            {std::chrono::steady_clock::now() + std::chrono::seconds(5), {}});
    peer.send("HTTP/1.1 200 Connection established\r\nProxy-Agent: x\r\n\r\n");
    peer.pass_on(server.value().socket.fd());
  });
  Origin origin = secure.origin(secure.bundle.ca);
  origin.proxy = {.host = "127.0.0.1", .port = proxy.port(), .authorization = "Basic eDp5"};
  Client client(origin);
  const auto answer = client.send({.method = "POST", .target = "/e", .body = "x"});
  REQUIRE(answer);
  CHECK(answer->body == "POST /e x");
  CHECK(asked.get_future().get() ==
        std::format("CONNECT localhost:{0} HTTP/1.1\r\nHost: localhost:{0}\r\nProxy-Authorization: Basic eDp5\r\n\r\n",
                    secure.server->port()));
}

TEST_CASE("a proxy that refuses is named, with its status") {
  const ScriptedServer proxy([](const Peer& peer) {
    peer.read_head();
    peer.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 4\r\n\r\nno!\n");
  });
  const Origin origin{.host = "data.example.org",
                      .port = 443,
                      .tls = ClientContext::make({}).value(),
                      .proxy = platform::http::Proxy{.host = "127.0.0.1", .port = proxy.port(), .authorization = {}}};
  const auto answer = Client(origin).send({});
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::refused);
  CHECK(answer.error().message == std::format("the proxy 127.0.0.1:{} does not let us through to data.example.org:443: "
                                              "it answers with status 407",
                                              proxy.port()));
}

TEST_CASE("an answer that trickles ends when the whole of it had to be there") {
  std::promise<void> over;
  const ScriptedServer server([&](const Peer& peer) {
    static_cast<void>(peer.read_head());
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    const std::string much(1024, 'x');
    auto ended = over.get_future();
    while (ended.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout) peer.send(much);
  });
  Client client(at(server));
  const auto answer = client.stream({.whole = std::chrono::milliseconds(50)}, [](std::string_view) { return true; });
  over.set_value();
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::cut);
  CHECK(answer.error().message.contains("in time"));
}

TEST_CASE("a request may be more patient than its client") {
  const ScriptedServer server([](const Peer& peer) {
    static_cast<void>(peer.read_head());
    peer.wait_for_close();
  });
  Client client(at(server), {.quiet = std::chrono::hours(1)});
  const auto answer = client.send({.quiet = std::chrono::milliseconds(1)});
  REQUIRE(!answer);
  CHECK(answer.error().kind == Kind::cut);
}

TEST_CASE("what is not permitted at the last moment is not sent") {
  std::promise<std::string> head;
  const ScriptedServer server([&](const Peer& peer) { head.set_value(peer.read_head()); });
  {
    Client client(at(server));
    const auto answer = client.send({.method = "POST", .permitted = [] { return false; }});
    REQUIRE(!answer);
    CHECK(answer.error().kind == Kind::forbidden);
  }
  CHECK(head.get_future().get().empty());
}

}  // namespace chandler::tests
