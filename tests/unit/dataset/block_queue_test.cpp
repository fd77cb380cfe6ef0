#include "dataset/parallel/block_queue.hpp"

#include <algorithm>
#include <future>
#include <thread>

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset::parallel {
namespace {

constexpr std::chrono::milliseconds at_once{0};
constexpr std::chrono::seconds long_enough{30};

BlockQueue::Pushed push(BlockQueue& queue, std::uint64_t number, bool whole = true,
                        std::chrono::milliseconds patience = long_enough) {
  Block block{.lines_before = number, .whole = whole};
  return queue.push(block, patience);
}

TEST_CASE("blocks are taken in order, and a full queue lets the reader wait") {
  BlockQueue queue(2);
  CHECK(push(queue, 1) == BlockQueue::Pushed::yes);
  CHECK(push(queue, 2) == BlockQueue::Pushed::yes);
  CHECK(push(queue, 3, true, at_once) == BlockQueue::Pushed::full);
  CHECK(queue.take(0, {})->lines_before == 1);
  CHECK(push(queue, 3, true, at_once) == BlockQueue::Pushed::yes);
  CHECK(queue.take(1, {})->lines_before == 2);
  queue.finish();
  CHECK(queue.take(0, {})->lines_before == 3);
  CHECK_FALSE(queue.take(0, {}));
  CHECK(push(queue, 4) == BlockQueue::Pushed::closed);
}

TEST_CASE("what goes on in the next block goes to the same taker") {
  BlockQueue queue(8);
  push(queue, 1, false);
  push(queue, 2, false);
  CHECK(queue.take(0, {})->lines_before == 1);
  std::future<std::optional<Block>> other = std::async(std::launch::async, [&] { return queue.take(1, {}); });
  CHECK(queue.take(0, {})->lines_before == 2);
  push(queue, 3, true);
  push(queue, 4, true);
  CHECK(queue.take(0, {})->lines_before == 3);
  CHECK(other.get()->lines_before == 4);
}

TEST_CASE("nobody waits for the rest of a record that never comes") {
  BlockQueue queue(8);
  push(queue, 1, false);
  std::future<std::optional<Block>> other;
  CHECK(queue.take(0, {})->lines_before == 1);
  other = std::async(std::launch::async, [&] { return queue.take(1, {}); });
  queue.finish();
  CHECK_FALSE(queue.take(0, {}));
  CHECK_FALSE(other.get());
}

TEST_CASE("the last one that is taken wakes those who wait for more") {
  BlockQueue queue(8);
  push(queue, 1, false);
  push(queue, 2, false);
  queue.finish();
  CHECK(queue.take(0, {})->lines_before == 1);
  auto other = std::async(std::launch::async, [&] { return queue.take(1, {}); });
  CHECK(queue.take(0, {})->lines_before == 2);
  CHECK_FALSE(other.get());
}

TEST_CASE("an abandoned queue throws away what waits, and wakes both sides") {
  BlockQueue queue(1);
  push(queue, 1);
  auto reader = std::async(std::launch::async, [&] { return push(queue, 2); });
  queue.abandon();
  CHECK(reader.get() == BlockQueue::Pushed::closed);
  CHECK_FALSE(queue.take(0, {}));
}

TEST_CASE("a stop wakes a taker, and hands out nothing more") {
  BlockQueue queue(2);
  std::stop_source halt;
  auto taker = std::async(std::launch::async, [&] { return queue.take(0, halt.get_token()); });
  halt.request_stop();
  CHECK_FALSE(taker.get());
  push(queue, 1);
  CHECK_FALSE(queue.take(0, halt.get_token()));
}

TEST_CASE("many takers take each block once, each in the order of the file") {
  constexpr std::uint64_t count = 2'000;
  BlockQueue queue(3);
  std::vector<std::future<std::vector<std::uint64_t>>> takers;
  for (std::size_t taker = 0; taker < 4; ++taker) {
    takers.push_back(std::async(std::launch::async, [&queue, taker] {
      std::vector<std::uint64_t> taken;
      while (const auto block = queue.take(taker, {})) taken.push_back(block->lines_before);
      return taken;
    }));
  }
  for (std::uint64_t number = 1; number <= count; ++number)
    REQUIRE(push(queue, number, number % 5 != 0) == BlockQueue::Pushed::yes);
  queue.finish();
  std::uint64_t seen = 0;
  std::uint64_t sum = 0;
  for (auto& taker : takers) {
    const auto taken = taker.get();
    CHECK(std::ranges::is_sorted(taken));
    seen += taken.size();
    for (const std::uint64_t number : taken) sum += number;
  }
  CHECK(seen == count);
  CHECK(sum == count * (count + 1) / 2);
}

}  // namespace
}  // namespace chandler::dataset::parallel
