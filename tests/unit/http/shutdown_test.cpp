#include <future>
#include <latch>
#include <semaphore>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/eventually.hpp"
#include "tests/unit/http/running_server.hpp"

namespace chandler::tests {
namespace {
using Tls = RawClient::Tls;
using namespace std::chrono_literals;
}  // namespace

TEST_CASE("while draining, requests are answered and clients asked to leave") {
  const auto server = start({});
  RawClient client(server->port(), Tls::none);
  REQUIRE(client.send(get("/")));
  REQUIRE(client.receive());
  server->drain();
  REQUIRE(client.send(get("/")));
  CHECK(client.receive().value().header.contains("Connection: close"));
  RawClient fresh(server->port(), Tls::none);
  REQUIRE(fresh.send(get("/")));
  CHECK(fresh.receive().value().status == 200);
}

TEST_CASE("stopping answers what is in flight, closes what is idle, takes nothing new") {
  std::latch started(1);
  std::binary_semaphore finish(0);
  const auto server = start({.workers = 1}, [&](const platform::http::Request&) {
    started.count_down();
    finish.acquire();
    return platform::http::Response{.body = "done"};
  });
  RawClient idle(server->port(), Tls::none);
  RawClient busy(server->port(), Tls::none);
  REQUIRE(busy.send(get("/")));
  started.wait();
  auto stopped = std::async(std::launch::async, [&] { server->stop(10s); });
  CHECK(idle.closed());
  finish.release();
  CHECK(busy.receive().value().body == "done");
  stopped.get();
  CHECK_THROWS(RawClient(server->port(), Tls::none));
  CHECK(server->statistics().connections == 0);
}

TEST_CASE("what does not finish within the grace is cut off") {
  const auto server = start({});
  RawClient half(server->port(), Tls::none);
  REQUIRE(half.send("POST / HTTP/1.1\r\n"));
  CHECK(eventually([&] { return server->statistics().connections == 1; }));
  server->stop(10ms);
  CHECK(half.closed());
}

TEST_CASE("a port that is taken is an error that names it") {
  const auto server = start({});
  const auto second = platform::http::Server::start({.address = "127.0.0.1", .port = server->port()}, echo);
  REQUIRE(!second);
  CHECK(second.error().code == "http.listen");
  CHECK(second.error().message.contains(std::to_string(server->port())));
  CHECK(!platform::http::Server::start({.address = "no-address"}, echo));
}

}  // namespace chandler::tests
