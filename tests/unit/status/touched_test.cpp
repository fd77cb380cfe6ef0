#include "controller/status/touched.hpp"

#include <thread>

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::status {
namespace {

using Clock = Touched::Clock;
const WorkloadKey menu{.kind = "Deployment", .key = {"apps", "menu"}};

}  // namespace

TEST_CASE("what is touched comes once, and only while somebody looks") {
  Touched touched;
  touched.add(menu);
  touched.open();
  CHECK(touched.wait(Clock::now(), {}).empty());
  touched.add(menu);
  touched.add(menu);
  CHECK(touched.wait(Clock::now() + std::chrono::hours(1), {}) == std::set{menu});
  CHECK(touched.wait(Clock::now(), {}).empty());
  touched.add(menu);
  touched.close();
  CHECK(touched.wait(Clock::now(), {}).empty());
}

TEST_CASE("waiting ends with a key from another thread, and with a stop") {
  Touched touched;
  touched.open();
  const std::jthread adder([&] { touched.add(menu); });
  CHECK(touched.wait(Clock::now() + std::chrono::hours(1), {}).size() == 1);
  std::stop_source stop;
  const std::jthread stopper([&] { stop.request_stop(); });
  CHECK(touched.wait(Clock::now() + std::chrono::hours(1), stop.get_token()).empty());
}

}  // namespace chandler::controller::status
