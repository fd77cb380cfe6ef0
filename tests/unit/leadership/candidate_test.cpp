#include "controller/leadership/candidate.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/leadership/memory_leases.hpp"

namespace chandler::controller::leadership {
namespace {

using namespace std::chrono_literals;
using Change = Candidate::Change;

// A candidate of its own clock. Both begin at the machine's, since a Term asks that one.
struct Replica {
  explicit Replica(SharedLease& shared, std::string name)
      : leases(shared), candidate(leases, {"a", "b"}, std::move(name), {}, [this] { return now; }) {}
  Candidate::Turn after(Clock::duration later) {
    now += later;
    return candidate.turn();
  }
  Time now = Clock::now();
  MemoryLeases leases;
  Candidate candidate;
};

}  // namespace

TEST_CASE("one leads, the other waits until the first was silent for a whole lease") {
  SharedLease shared;
  Replica first(shared, "first");
  Replica second(shared, "second");
  CHECK(first.after(0s).change == Change::acquired);
  CHECK(second.after(0s).change == Change::none);
  CHECK(second.candidate.leader() == "first");
  CHECK(first.after(10s).change == Change::none);
  CHECK(shared.version == 2);
  CHECK(second.after(29s).change == Change::none);  // it sees that it was renewed
  CHECK(second.after(29s).change == Change::none);
  CHECK(second.after(1s).change == Change::acquired);
  CHECK(shared.lease->holder == "second");
  CHECK(shared.lease->transitions == 1);
  CHECK(first.after(1s).change == Change::none);  // it does not look before it renews
  CHECK(first.after(9s).change == Change::lost);
  CHECK(first.candidate.term() == nullptr);
}

TEST_CASE("who was away for too long has lost, though nobody took it, and then leads anew") {
  SharedLease shared;
  Replica only(shared, "only");
  only.after(0s);
  const auto term = only.candidate.term();
  REQUIRE(term->holds());
  CHECK(term->until() == only.now + 20s);
  CHECK(only.after(60s).change == Change::lost);
  CHECK(!term->holds());
  CHECK(only.after(2s).change == Change::acquired);
  CHECK(only.candidate.term() != term);
  CHECK(shared.lease->transitions == 0);
}

TEST_CASE("a leader that cannot renew tries again often, and gives up before others take over") {
  SharedLease shared;
  Replica leader(shared, "leader");
  leader.after(0s);
  leader.leases.cut(true);
  const auto turn = leader.after(10s);
  CHECK(turn.error);
  CHECK(turn.change == Change::none);
  CHECK(turn.pause == 2s);
  leader.leases.cut(false);
  CHECK(!leader.after(2s).error);
  CHECK(leader.candidate.term()->until() == leader.now + 20s);
  leader.leases.cut(true);
  CHECK(leader.after(19s).change == Change::none);
  CHECK(leader.after(1s).change == Change::lost);
}

TEST_CASE("somebody's label on the lease costs the leader nothing") {
  SharedLease shared;
  Replica leader(shared, "leader");
  leader.after(0s);
  shared.lease->resource_version = "77";
  CHECK(leader.after(10s).pause == 0s);
  CHECK(!leader.after(0s).error);
  CHECK(leader.candidate.term() != nullptr);
}

TEST_CASE("a lease that was deleted is lost") {
  SharedLease shared;
  Replica leader(shared, "leader");
  leader.after(0s);
  shared.lease.reset();
  CHECK(leader.after(10s).change == Change::lost);
}

TEST_CASE("what was released is taken at once, what was lost is not released") {
  SharedLease shared;
  Replica first(shared, "first");
  Replica second(shared, "second");
  first.after(0s);
  second.after(0s);
  REQUIRE(first.candidate.release());
  CHECK(shared.lease->holder.empty());
  CHECK(second.after(1s).change == Change::acquired);
  REQUIRE(first.candidate.release());
  CHECK(shared.lease->holder == "second");

  second.now += 25s;
  const int before = shared.version;
  REQUIRE(second.candidate.release());
  CHECK(shared.version == before);
}

TEST_CASE("of two that see a free lease one gets it") {
  SharedLease shared;
  Replica first(shared, "first");
  Replica second(shared, "second");
  shared.lease = {.key = {"a", "b"}, .resource_version = "1"};
  first.after(0s);
  CHECK(second.after(0s).change == Change::none);
  CHECK(shared.lease->holder == "first");
}

}  // namespace chandler::controller::leadership
