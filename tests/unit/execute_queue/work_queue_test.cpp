#include "sidecar/run/work_queue.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch_test_macros.hpp>

namespace chandler::execute {
namespace {

std::vector<Task> tasks(std::int64_t first, std::int64_t count) {
  std::vector<Task> out;
  for (std::int64_t id = first; id < first + count; ++id) out.push_back({.claim = {.id = id, .token = "t"}});
  return out;
}

std::vector<std::int64_t> ids_of(const std::vector<Task>& tasks) {
  std::vector<std::int64_t> out;
  for (const Task& each : tasks) out.push_back(each.claim.id);
  return out;
}

}  // namespace

TEST_CASE("tasks come out in order, no more than asked for") {
  WorkQueue queue;
  queue.push(tasks(1, 3));
  queue.push(tasks(4, 1));
  CHECK(ids_of(queue.pop(2)) == std::vector<std::int64_t>{1, 2});
  CHECK(queue.drop(std::vector<std::int64_t>{1, 4, 9}) == std::vector<std::int64_t>{4});
  CHECK(ids_of(queue.take_all()) == std::vector<std::int64_t>{3});
}

TEST_CASE("a closed queue lets those who wait go, and keeps what is in it") {
  WorkQueue queue;
  std::thread waiting([&] { CHECK(queue.pop(1).empty()); });
  queue.close();
  waiting.join();
  queue.push(tasks(1, 1));
  CHECK(queue.pop(1).empty());
  CHECK(queue.take_all().size() == 1);
}

TEST_CASE("each task goes to one of many threads") {
  constexpr std::int64_t count = 20'000;
  WorkQueue queue;
  std::atomic<std::int64_t> sum = 0;
  std::atomic<std::int64_t> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (auto some = queue.pop(7); !some.empty(); some = queue.pop(7)) {
          for (const Task& each : some) sum += each.claim.id;
          if ((taken += static_cast<std::int64_t>(some.size())) == count) queue.close();
        }
      });
    }
    for (std::int64_t first = 1; first <= count; first += 100) queue.push(tasks(first, 100));
  }
  CHECK(taken == count);
  CHECK(sum == count * (count + 1) / 2);
}

}  // namespace chandler::execute
