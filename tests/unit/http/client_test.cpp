#include "platform/http/client.hpp"

#include <future>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/eventually.hpp"
#include "tests/unit/http/running_server.hpp"
#include "tests/unit/http/scripted_server.hpp"

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

}  // namespace chandler::tests
