#include "dataset/download/retry.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {

using namespace std::chrono_literals;

TEST_CASE("pauses double, and after enough fruitless attempts it gives up") {
  Retry retry({.attempts = 5, .first_pause = 500ms, .longest_pause = 3s});
  CHECK(retry.pause(0, {}) == 500ms);
  CHECK(retry.pause(0, {}) == 1s);
  CHECK(retry.pause(0, {}) == 2s);
  CHECK(retry.pause(0, {}) == 3s);
  CHECK_FALSE(retry.pause(0, {}));
  CHECK(retry.fruitless() == 5);
}

TEST_CASE("what brings the download further than ever counts anew") {
  Retry retry({.attempts = 2, .first_pause = 1s, .longest_pause = 8s});
  for (std::uint64_t stored = 1; stored < 100; ++stored) CHECK(retry.pause(stored, {}) == 1s);
  CHECK_FALSE(retry.pause(99, {}));
}

TEST_CASE("a download that starts anew and ends at the same byte each time comes to an end") {
  Retry retry({.attempts = 3, .first_pause = 1s, .longest_pause = 8s});
  CHECK(retry.pause(1000, {}) == 1s);
  CHECK(retry.pause(0, {}) == 2s);
  CHECK_FALSE(retry.pause(1000, {}));
}

TEST_CASE("a server's wish is respected up to the longest pause") {
  Retry retry({.attempts = 5, .first_pause = 500ms, .longest_pause = 60s});
  CHECK(retry.pause(0, 7s) == 7s);
  CHECK(retry.pause(0, 0s) == 1s);
  CHECK(retry.pause(0, 60s) == 60s);
  CHECK_FALSE(retry.pause(0, 61s));
}

}  // namespace chandler::dataset
