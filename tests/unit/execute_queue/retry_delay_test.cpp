#include "sidecar/run/retry_delay.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::execute {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("each failure doubles the delay, up to an hour") {
  CHECK(retry_delay(1, 0) == seconds(1));
  CHECK(retry_delay(2, 0) == seconds(2));
  CHECK(retry_delay(7, 0) == seconds(64));
  CHECK(retry_delay(12, 0) == seconds(2048));
  CHECK(retry_delay(13, 0) == hours(1));
  CHECK(retry_delay(30'000, 0) == hours(1));
}

TEST_CASE("chance adds up to half of it") {
  CHECK(retry_delay(1, 0.5) == milliseconds(1250));
  CHECK(retry_delay(1, 1) == milliseconds(1500));
  CHECK(retry_delay(40, 7) == minutes(90));
}

}  // namespace chandler::execute
