#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/http/running_server.hpp"

// What the API server does to a webhook: many idle connections, and bursts of new ones. The bounds are the
// server's; other programs on the machine may spoil one round, hence medians and the best of some rounds.
namespace chandler::tests {
namespace {

using Tls = RawClient::Tls;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// A sanitizer makes the server about ten times slower; then the tests are about what it finds.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int slowness = 20;
#else
constexpr int slowness = 1;
#endif

Clock::duration time_of_one_request(std::uint16_t port) {
  const auto began = Clock::now();
  RawClient client(port, Tls::v13);
  REQUIRE(client.send(post("/mutate", "{}")));
  REQUIRE(client.receive().value().status == 200);
  return Clock::now() - began;
}

// Connects and sends `count` requests from few threads, and only then reads the answers.
Clock::duration time_of_burst(std::uint16_t port, int count) {
  static constexpr int threads = 4;
  std::atomic<int> answered = 0;
  const auto began = Clock::now();
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
  CHECK(answered == count);
  return Clock::now() - began;
}

}  // namespace

TEST_CASE("with 1,000 idle connections a new request is answered within 100 ms") {
  for (const std::size_t workers : {0UZ, 2UZ}) {
    const auto server = start({.tls = slot_with_certificate(), .workers = workers});
    std::vector<RawClient> idle;
    for (int i = 0; i < 1000; ++i) {
      idle.emplace_back(server->port(), Tls::v13);
      REQUIRE(idle.back().send(get("/")));
      REQUIRE(idle.back().receive());
    }
    REQUIRE(server->statistics().connections == 1000);
    std::vector<Clock::duration> times;
    for (int i = 0; i < 21; ++i) times.push_back(time_of_one_request(server->port()));
    std::ranges::nth_element(times, times.begin() + 10);
    CHECK(times[10] < 100ms * slowness);
    REQUIRE(idle.front().send(get("/")));  // the idle ones are alive
    CHECK(idle.front().receive());
  }
}

TEST_CASE("300 requests at once, each on a new TLS connection, are answered within a second") {
  for (const std::size_t workers : {0UZ, 2UZ}) {
    const auto server = start({.tls = slot_with_certificate(), .workers = workers});
    auto best = Clock::duration::max();
    for (int round = 0; round < 5 && best >= 1s * slowness; ++round)
      best = std::min(best, time_of_burst(server->port(), 300));
    CHECK(best < 1s * slowness);
  }
}

}  // namespace chandler::tests
