#include "controller/api/expiring_cache.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::api {
namespace {

using std::chrono::seconds;

constexpr ExpiringCache<int>::Time start{std::chrono::hours(1)};

}  // namespace

TEST_CASE("an answer holds until its time is over") {
  ExpiringCache<int> cache(4);
  CHECK_FALSE(cache.find("a", start));
  cache.keep("a", 1, start + seconds(10));
  CHECK(cache.find("a", start + seconds(9)) == 1);
  CHECK_FALSE(cache.find("a", start + seconds(10)));
  CHECK(cache.size() == 0);
}

TEST_CASE("a newer answer takes the place of an older one") {
  ExpiringCache<int> cache(4);
  cache.keep("a", 1, start + seconds(10));
  cache.keep("a", 2, start + seconds(20));
  CHECK(cache.size() == 1);
  CHECK(cache.find("a", start + seconds(15)) == 2);
}

TEST_CASE("it is bounded: what was kept first makes room") {
  ExpiringCache<int> cache(2);
  cache.keep("a", 1, start + seconds(10));
  cache.keep("b", 2, start + seconds(10));
  cache.keep("a", 3, start + seconds(10));
  cache.keep("c", 4, start + seconds(10));
  CHECK(cache.size() == 2);
  CHECK_FALSE(cache.find("b", start));
  CHECK(cache.find("a", start) == 3);
  CHECK(cache.find("c", start) == 4);
}

}  // namespace chandler::controller::api
