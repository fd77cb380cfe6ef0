#include "init/migrate/database/lock.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::migrate {
namespace {

using namespace std::chrono_literals;

const Holder idle{.pid = 7, .application = "app", .activity = "idle 1"};

TEST_CASE("a holder that does nothing is given up after the patience") {
  const StallWatch::Clock::time_point start{};
  StallWatch watch(10s, start);
  CHECK(watch.saw(idle, start + 1s));
  CHECK(watch.saw(idle, start + 11s));
  CHECK_FALSE(watch.saw(idle, start + 12s));
}

TEST_CASE("a holder at work may take for ever") {
  const StallWatch::Clock::time_point start{};
  StallWatch watch(10s, start);
  Holder working = idle;
  working.working = true;
  CHECK(watch.saw(working, start + 1h));
  CHECK(watch.saw(working, start + 9h));
  CHECK_FALSE(watch.saw(idle, start + 9h + 11s));
}

TEST_CASE("a new holder, a new statement and a moved history are progress") {
  const StallWatch::Clock::time_point start{};
  StallWatch watch(10s, start);
  CHECK(watch.saw(idle, start + 1s));
  Holder other = idle;
  other.pid = 8;
  CHECK(watch.saw(other, start + 20s));
  other.activity = "idle 2";
  CHECK(watch.saw(other, start + 40s));
  watch.history_changed(start + 55s);
  CHECK(watch.saw(other, start + 60s));
  CHECK_FALSE(watch.saw(other, start + 66s));
}

}  // namespace
}  // namespace chandler::migrate
