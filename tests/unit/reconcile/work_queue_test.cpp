#include "controller/reconcile/work_queue.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/eventually.hpp"

namespace chandler::controller::reconcile {
namespace {

using namespace std::chrono_literals;
using Queue = WorkQueue<std::string>;

}  // namespace

TEST_CASE("each key waits once, first come, first served") {
  Queue queue;
  queue.add("ignored");  // not open
  queue.open();
  for (const char* key : {"b", "a", "b", "a"}) queue.add(key);
  CHECK(queue.size() == 2);
  CHECK(queue.next({}) == "b");
  CHECK(queue.next({}) == "a");
  CHECK(queue.size() == 0);
}

TEST_CASE("a key that is to come later comes then, or earlier when it is added") {
  Queue queue;
  queue.open();
  queue.add_after("soon", 1ms);
  queue.add_after("late", 1h);
  queue.add_after("sooner", 1h);
  queue.add_after("sooner", 2ms);
  CHECK(queue.size() == 3);
  CHECK(queue.next({}) == "soon");
  CHECK(queue.next({}) == "sooner");
  queue.add_after("late", 2h);  // what comes earlier counts
  queue.add("late");
  queue.add_after("late", 1ms);
  CHECK(queue.next({}) == "late");
  CHECK(queue.size() == 0);
}

TEST_CASE("a key that is worked on is held back, and comes again if it changed meanwhile") {
  Queue queue;
  queue.open();
  queue.add("a");
  CHECK(queue.next({}) == "a");
  queue.add("a");
  queue.add("b");
  CHECK(queue.next({}) == "b");
  queue.done("a", true);
  CHECK(queue.next({}) == "a");
  queue.done("a", true);
  queue.done("b", true);
  CHECK(queue.size() == 0);
}

TEST_CASE("what failed comes again, later each time, and at once when it changes") {
  Queue queue({.first_retry = 20ms, .longest_retry = 1h});
  queue.open();
  const auto begun = Queue::Clock::now();
  queue.add("a");
  for (int i = 0; i < 3; ++i) {
    REQUIRE(queue.next({}) == "a");
    queue.done("a", false);
  }
  CHECK(queue.next({}) == "a");
  CHECK(Queue::Clock::now() - begun >= 20ms + 40ms + 80ms);
  queue.done("a", false);
  CHECK(queue.size() == 1);
  queue.add("a");
  CHECK(queue.next({}) == "a");
  CHECK(queue.size() == 0);
}

TEST_CASE("what failed is forgotten when it went well") {
  Queue queue({.first_retry = 1ms, .longest_retry = 2ms});
  queue.open();
  queue.add("a");
  for (int i = 0; i < 40; ++i) {
    REQUIRE(queue.next({}) == "a");
    queue.done("a", false);
  }
  REQUIRE(queue.next({}) == "a");
  queue.done("a", true);
  CHECK(queue.size() == 0);
}

TEST_CASE("closing forgets, opening begins anew") {
  Queue queue({.first_retry = 1h, .longest_retry = 1h});
  queue.open();
  queue.add("a");
  queue.add("b");
  REQUIRE(queue.next({}) == "a");
  queue.close();
  queue.done("a", false);
  queue.add("c");
  CHECK(queue.size() == 0);
  queue.open();
  CHECK(queue.size() == 0);
}

TEST_CASE("many threads work, no key in two of them at once; a stop wakes them all") {
  Queue queue;
  queue.open();
  std::atomic<int> worked = 0;
  std::atomic<int> overlaps = 0;
  std::array<std::atomic<bool>, 10> busy{};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&](const std::stop_token& stop) {
      while (const auto key = queue.next(stop)) {
        const auto index = static_cast<std::size_t>(std::stoi(*key));
        if (busy.at(index).exchange(true)) ++overlaps;
        ++worked;
        busy.at(index) = false;
        queue.done(*key, true);
      }
    });
  }
  for (int round = 0; round < 200; ++round) queue.add(std::to_string(round % 10));
  CHECK(tests::eventually([&] { return queue.size() == 0; }));
  threads.clear();
  CHECK(overlaps == 0);
  CHECK(worked >= 10);
}

}  // namespace chandler::controller::reconcile
