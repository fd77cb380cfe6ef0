#include <chrono>
#include <format>
#include <future>
#include <vector>

#include "init/wait/wait.hpp"
#include "tests/integration/wait/listener.hpp"

namespace chandler::wait {
namespace {

Options within(std::chrono::milliseconds timeout) {
  Options options{.timeout = timeout, .first_pause = std::chrono::milliseconds(10)};
  options.surroundings.environment = [](std::string_view) { return std::nullopt; };
  return options;
}

std::vector<std::string> tcp(const std::string& host, std::uint16_t port) {
  return {std::format("tcp:{}:{}", host, port)};
}

TEST_CASE("a port that listens is ready, on IPv4 and IPv6, by address and by name") {
  const Listener four;
  four.open();
  const Listener six(AF_INET6);
  six.open();
  const std::vector<std::string> all{std::format("tcp:127.0.0.1:{}", four.port()),
                                     std::format("tcp:[::1]:{}", six.port()),
                                     std::format("tcp:localhost:{}", four.port())};
  CHECK(wait_for_all(all, within(std::chrono::seconds(10)), {}).has_value());
}

TEST_CASE("a port that listens later is waited for") {
  const Listener listener;
  auto waiting = std::async(std::launch::async, [&] {
    return wait_for_all(tcp("127.0.0.1", listener.port()), within(std::chrono::seconds(60)), {}).has_value();
  });
  listener.open();
  CHECK(waiting.get());
}

TEST_CASE("the time-out tells what was last seen") {
  const Listener closed;
  const auto waited = wait_for_all(tcp("127.0.0.1", closed.port()), within(std::chrono::milliseconds(100)), {});
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "wait.timeout");
  CHECK(waited.error().outcome == core::Outcome::could_not);
  CHECK(waited.error().message == "not ready within 100ms: 127.0.0.1: Connection refused");
}

TEST_CASE("a name that does not resolve is waited for: its Service may come") {
  const auto waited = wait_for_all(tcp("no-such-host.invalid", 80), within(std::chrono::milliseconds(100)), {});
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "wait.timeout");
  CHECK(waited.error().message.contains("cannot resolve no-such-host.invalid"));
}

TEST_CASE("a Service is looked for in the pod's namespace") {
  auto options = within(std::chrono::milliseconds(50));
  options.surroundings.environment = [](std::string_view name) {
    return name == "CHANDLER_NAMESPACE" ? std::optional<std::string>("shop") : std::nullopt;
  };
  const std::vector<std::string> service{"service/order-db:5432"};
  const auto waited = wait_for_all(service, options, {});
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().message.contains("order-db.shop.svc"));
}

TEST_CASE("a stop ends the wait at once") {
  const Listener closed;
  std::stop_source stop;
  auto waiting = std::async(std::launch::async, [&] {
    return wait_for_all(tcp("127.0.0.1", closed.port()), within(std::chrono::hours(1)), stop.get_token());
  });
  const auto began = std::chrono::steady_clock::now();
  stop.request_stop();
  const auto waited = waiting.get();
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "stopped");
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
}

TEST_CASE("nothing is waited for before all of it is understood") {
  const std::vector<std::string> list{"tcp:127.0.0.1:1", "redis:x"};
  const auto waited = wait_for_all(list, within(std::chrono::hours(1)), {});
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "wait.bad_target");
}

}  // namespace
}  // namespace chandler::wait
