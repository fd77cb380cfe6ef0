#include "platform/process/shutdown.hpp"

#include <csignal>
#include <future>

#include <catch2/catch_test_macros.hpp>
#include <poll.h>
#include <unistd.h>

namespace chandler::platform {
namespace {

using namespace std::chrono_literals;

TEST_CASE("SIGTERM asks every holder of the token to stop, and wakes sleepers") {
  const Shutdown shutdown;
  const StopEvent event(shutdown.token());
  auto sleeper = std::async(std::launch::async, [&] { return sleep_unless_stopped(shutdown.token(), 1h); });
  REQUIRE(kill(getpid(), SIGTERM) == 0);
  CHECK_FALSE(sleeper.get());
  pollfd watched{event.fd(), POLLIN, 0};
  CHECK(poll(&watched, 1, 60'000) == 1);
  CHECK(shutdown.token().stop_requested());
}

TEST_CASE("a sleep that nobody stops runs to its end") {
  const std::stop_source stop;
  const auto started = std::chrono::steady_clock::now();
  CHECK(sleep_unless_stopped(stop.get_token(), 20ms));
  CHECK(std::chrono::steady_clock::now() - started >= 20ms);
}

TEST_CASE("a stop event of a stop that came before is readable at once") {
  std::stop_source stop;
  stop.request_stop();
  const StopEvent event(stop.get_token());
  pollfd watched{event.fd(), POLLIN, 0};
  CHECK(poll(&watched, 1, 0) == 1);
}

}  // namespace
}  // namespace chandler::platform
