#include "controller/api/rate_limiter.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr RateLimiter::Time start{std::chrono::hours(1)};

}  // namespace

TEST_CASE("a burst at once, then at the rate") {
  RateLimiter limiter({.per_second = 2, .burst = 3});
  for (int i = 0; i < 3; ++i) CHECK_FALSE(limiter.take("ada", start));
  CHECK(limiter.take("ada", start) == seconds(1));
  CHECK(limiter.take("ada", start + milliseconds(499)));
  CHECK_FALSE(limiter.take("ada", start + milliseconds(501)));
  CHECK(limiter.take("ada", start + milliseconds(502)));
  // After a long rest no more than a burst.
  for (int i = 0; i < 3; ++i) CHECK_FALSE(limiter.take("ada", start + seconds(60)));
  CHECK(limiter.take("ada", start + seconds(60)));
}

TEST_CASE("when to come back is rounded up, and then it works") {
  RateLimiter limiter({.per_second = 0.1, .burst = 1});
  CHECK_FALSE(limiter.take("ada", start));
  CHECK(limiter.take("ada", start) == seconds(10));
  CHECK_FALSE(limiter.take("ada", start + seconds(10)));
}

TEST_CASE("one's haste is not another's") {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  CHECK_FALSE(limiter.take("ada", start));
  CHECK(limiter.take("ada", start));
  CHECK_FALSE(limiter.take("grace", start));
}

TEST_CASE("of many callers the one that rested longest is forgotten") {
  RateLimiter limiter({.per_second = 0.001, .burst = 1, .callers = 2});
  CHECK_FALSE(limiter.take("ada", start));
  CHECK_FALSE(limiter.take("grace", start + seconds(1)));
  CHECK_FALSE(limiter.take("mary", start + seconds(2)));
  CHECK(limiter.take("grace", start + seconds(3)));
  CHECK_FALSE(limiter.take("ada", start + seconds(3)));
}

TEST_CASE("a clock that goes back gives nothing away") {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  CHECK_FALSE(limiter.take("ada", start));
  CHECK(limiter.take("ada", start - seconds(100)));
}

}  // namespace chandler::controller::api
