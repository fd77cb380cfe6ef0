#include "controller/leadership/elector.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/process/shutdown.hpp"
#include "tests/support/eventually.hpp"
#include "tests/unit/leadership/memory_leases.hpp"

namespace chandler::controller::leadership {
namespace {

using namespace std::chrono_literals;

struct Replica {
  Replica(SharedLease& shared, const std::string& name, std::chrono::milliseconds duration)
      : elector(
            make(shared), {.lease = {"a", "b"}, .identity = name, .timing = {.duration = duration}},
            [this](const std::shared_ptr<const Term>& term, const std::stop_token& lost) {
              ++terms;
              while (platform::sleep_unless_stopped(lost, 1h)) {
              }
              held_to_the_end = term->holds();
            },
            stop.get_token()) {}
  ~Replica() { stop.request_stop(); }

  std::unique_ptr<LeaseStore> make(SharedLease& shared) {
    auto store = std::make_unique<MemoryLeases>(shared);
    leases = store.get();
    return store;
  }

  std::stop_source stop;
  MemoryLeases* leases = nullptr;
  std::atomic<int> terms = 0;
  std::atomic<bool> held_to_the_end = false;
  Elector elector;
};

}  // namespace

TEST_CASE("one of two leads; told to end, it ends its work, then lets the other lead at once") {
  SharedLease shared;
  auto first = std::make_unique<Replica>(shared, "first", 1h);
  REQUIRE(tests::eventually([&] { return first->terms == 1; }));
  Replica second(shared, "second", 1h);
  CHECK(!second.elector.leading());
  first->stop.request_stop();
  CHECK(tests::eventually([&] { return second.terms == 1; }));
  CHECK(first->held_to_the_end);  // the lease outlived the work
  first.reset();
  CHECK(second.elector.leading());
}

TEST_CASE("a leader that is cut off stops, and the other takes over") {
  SharedLease shared;
  Replica first(shared, "first", 600ms);
  REQUIRE(tests::eventually([&] { return first.terms == 1; }));
  Replica second(shared, "second", 600ms);
  first.leases->cut(true);
  CHECK(tests::eventually([&] { return second.terms == 1; }));
  CHECK(!first.elector.leading());
  CHECK(!first.held_to_the_end);
}

}  // namespace chandler::controller::leadership
