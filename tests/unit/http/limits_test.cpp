#include <algorithm>
#include <future>
#include <semaphore>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/eventually.hpp"
#include "tests/unit/http/running_server.hpp"

namespace chandler::tests {
namespace {
using Tls = RawClient::Tls;
using namespace std::chrono_literals;

int status_after(const platform::http::Server& server, const std::string& bytes) {
  RawClient client(server.port(), Tls::none);
  client.send(bytes);  // may fail half-way: the answer comes before all is sent
  const auto response = client.receive();
  return response ? response->status : 0;
}

}  // namespace

TEST_CASE("a body above the limit is answered with 413, at the limit it is taken") {
  const auto server = start({.body_limit = 1000});
  CHECK(status_after(*server, post("/", std::string(1000, 'x'))) == 200);
  CHECK(status_after(*server, post("/", std::string(1001, 'x'))) == 413);
  CHECK(status_after(*server, post("/", std::string(std::size_t{4} * 1024 * 1024, 'x'))) == 413);
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x');
  CHECK(status_after(*server, chunked) == 413);
}

TEST_CASE("a header above the limit is answered with 431") {
  const auto server = start({.header_limit = 1000});
  CHECK(status_after(*server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(2000, 'x') + "\r\n\r\n") == 431);
  CHECK(status_after(*server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(500, 'x') + "\r\n\r\n") == 200);
}

TEST_CASE("a request that does not arrive in time is answered with 408, and others are not held up") {
  const auto server = start({.header_timeout = 200ms, .body_timeout = 200ms});
  RawClient slow_header(server->port(), Tls::none);
  RawClient slow_body(server->port(), Tls::none);
  REQUIRE(slow_header.send("POST / HT"));
  REQUIRE(slow_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"));
  CHECK(status_after(*server, get("/")) == 200);
  for (RawClient* slow : {&slow_header, &slow_body}) {
    const auto response = slow->receive();
    REQUIRE(response);
    CHECK(response->status == 408);
    CHECK(slow->closed());
  }
  CHECK(server->statistics().timed_out == 2);
}

TEST_CASE("one byte now and then does not keep a request alive") {
  const auto server = start({.header_timeout = 200ms});
  RawClient dripping(server->port(), Tls::none);
  bool sent = dripping.send("GET / HTTP/1.1\r\nX: ");
  CHECK(eventually([&] {
    sent = sent && dripping.send("x");
    return server->statistics().timed_out == 1;
  }));
}

TEST_CASE("a handshake that does not go on is cut off") {
  const auto server = start({.tls = slot_with_certificate(), .handshake_timeout = 200ms});
  RawClient silent(server->port(), Tls::none);
  CHECK(silent.closed());
  CHECK(server->statistics().timed_out == 1);
}

TEST_CASE("an idle connection is closed after its time, and that is no failure") {
  const auto server = start({.idle_timeout = 200ms});
  RawClient idle(server->port(), Tls::none);
  REQUIRE(idle.send(get("/")));
  REQUIRE(idle.receive());
  CHECK(idle.closed());
  CHECK(server->statistics().timed_out == 0);
}

TEST_CASE("a client that does not read its answer is cut off") {
  const auto server = start({.write_timeout = 200ms}, [](const platform::http::Request&) {
    return platform::http::Response{.body = std::string(std::size_t{64} * 1024 * 1024, 'x')};
  });
  RawClient deaf(server->port(), Tls::none);
  REQUIRE(deaf.send(get("/")));
  CHECK(eventually([&] { return server->statistics().timed_out == 1; }));
}

TEST_CASE("at the limit of connections the one idle longest makes room") {
  const auto server = start({.max_connections = 3});
  std::vector<RawClient> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back(server->port(), Tls::none);
    REQUIRE(clients.back().send(get("/")));
    REQUIRE(clients.back().receive());
  }
  CHECK(clients.front().closed());
  REQUIRE(clients[1].send(get("/")));
  CHECK(clients[1].receive());
  CHECK(server->statistics().connections == 3);
}

TEST_CASE("with no idle connection at the limit, the new one goes") {
  const auto server = start({.max_connections = 1});
  RawClient busy(server->port(), Tls::none);
  REQUIRE(busy.send("GET / HTTP/1.1\r\n"));
  CHECK(eventually([&] { return server->statistics().connections == 1; }));
  // Its first bytes may still be on their way: until then it counts as idle.
  REQUIRE(busy.send("Host: x\r\n"));
  CHECK(eventually([&] {
    RawClient late(server->port(), Tls::none);
    return late.closed() && server->statistics().turned_away > 0;
  }));
  REQUIRE(busy.send("\r\n"));
  CHECK(busy.receive());
}

TEST_CASE("a request that finds the queue full is answered by the overload handler") {
  std::counting_semaphore<> go(0);
  const auto server = start(
      {.workers = 1,
       .queue_capacity = 1,
       .overloaded = [](const platform::http::Request&) { return platform::http::Response{.body = "overloaded"}; }},
      [&go](const platform::http::Request&) {
        go.acquire();
        return platform::http::Response{.body = "done"};
      });
  std::vector<RawClient> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back(server->port(), Tls::none);
    REQUIRE(clients.back().send(get("/")));
  }
  // One runs and one waits, or two wait before the first is taken up: the others were refused already.
  std::vector<std::future<std::string>> bodies;
  for (RawClient& client : clients) {
    bodies.push_back(std::async(std::launch::async, [&client] { return client.receive().value().body; }));
  }
  const auto answered = [&] {
    return std::ranges::count_if(bodies, [](auto& body) { return body.wait_for(0s) == std::future_status::ready; });
  };
  CHECK(eventually([&] { return answered() >= 2; }));
  go.release(4);
  int overloaded = 0;
  for (auto& body : bodies) overloaded += body.get() == "overloaded" ? 1 : 0;
  CHECK(overloaded >= 2);
  CHECK(overloaded <= 3);
}

}  // namespace chandler::tests
