#include <atomic>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/http/running_server.hpp"

// What the API server does to a webhook: many idle connections, and bursts of new ones. How long that takes is
// measured by bench/webhook.
namespace chandler::tests {
namespace {

using Tls = RawClient::Tls;

bool is_answered(std::uint16_t port) {
  RawClient client(port, Tls::v13);
  return client.send(post("/mutate", "{}")) && client.receive().value_or(RawResponse{}).status == 200;
}

// Connects and sends `count` requests from few threads, and only then reads the answers. How many came.
int answered_of_burst(std::uint16_t port, int count) {
  static constexpr int threads = 4;
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> clients;
    for (int t = 0; t < threads; ++t) {
      clients.emplace_back([&, t] {
        std::vector<RawClient> connections;
        for (int i = t; i < count; i += threads) {
          connections.emplace_back(port, Tls::v13);
          connections.back().send(post("/mutate", "{}"));
        }
        for (RawClient& connection : connections) {
          if (connection.receive().value_or(RawResponse{}).status == 200) ++answered;
        }
      });
    }
  }
  return answered;
}

}  // namespace

TEST_CASE("with 1,000 idle connections new requests are answered, and the idle ones live on") {
  for (const std::size_t workers : {0UZ, 2UZ}) {
    const auto server = start({.tls = slot_with_certificate(), .workers = workers});
    std::vector<RawClient> idle;
    for (int i = 0; i < 1000; ++i) {
      idle.emplace_back(server->port(), Tls::v13);
      REQUIRE(idle.back().send(get("/")));
      REQUIRE(idle.back().receive());
    }
    REQUIRE(server->statistics().connections == 1000);
    for (int i = 0; i < 20; ++i) REQUIRE(is_answered(server->port()));
    REQUIRE(idle.front().send(get("/")));
    CHECK(idle.front().receive());
  }
}

TEST_CASE("300 requests at once, each on a new TLS connection, are all answered") {
  for (const std::size_t workers : {0UZ, 2UZ}) {
    const auto server = start({.tls = slot_with_certificate(), .workers = workers});
    CHECK(answered_of_burst(server->port(), 300) == 300);
  }
}

TEST_CASE("a server that stops in the middle of requests answers them or cuts them off") {
  for (int round = 0; round < 10; ++round) {
    auto server = start({.tls = slot_with_certificate(), .workers = 2});
    std::atomic<int> answered = 0;
    std::vector<std::jthread> clients;
    for (int t = 0; t < 3; ++t) {
      clients.emplace_back([&, port = server->port()] {
        RawClient client(port, Tls::v13);
        while (client.send(post("/mutate", "{}")) && client.receive()) ++answered;
      });
    }
    while (answered < 20) std::this_thread::yield();
    server.reset();
  }
}

}  // namespace chandler::tests
