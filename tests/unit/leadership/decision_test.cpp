#include "controller/leadership/decision.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::leadership {
namespace {

using namespace std::chrono_literals;

constexpr Timing timing{};
constexpr Time start{1000s};

Lease lease(std::string holder, std::string version = "1", std::chrono::seconds duration = 30s) {
  return {.key = {"a", "b"}, .resource_version = std::move(version), .holder = std::move(holder), .duration = duration};
}

Step standby(std::optional<Lease> seen, Clock::duration later) {
  return decide({.lease = std::move(seen), .since = start}, "me", std::nullopt, start + later, timing);
}

Step leader(std::optional<Lease> seen, Clock::duration later) {
  return decide({.lease = std::move(seen), .since = start}, "me", Leading{.renewed = start}, start + later, timing);
}

}  // namespace

TEST_CASE("the times are thirds and sixths of the lease") {
  CHECK(timing.renew() == 10s);
  CHECK(timing.look() == 5s);
  CHECK(timing.write() + timing.request() == 25s);
  CHECK(timing.write() + timing.request() < timing.duration);
}

TEST_CASE("a lease that is free is taken, one that is held is waited for") {
  CHECK(standby(std::nullopt, 0s) == Step::acquire);
  CHECK(standby(lease(""), 0s) == Step::acquire);
  CHECK(standby(lease("me"), 0s) == Step::acquire);
  CHECK(standby(lease("other"), 0s) == Step::wait);
  CHECK(standby(lease("other"), 30s - 1ns) == Step::wait);
  CHECK(standby(lease("other"), 30s) == Step::acquire);
}

TEST_CASE("its holder's own duration counts, and ours where it says none") {
  CHECK(standby(lease("other", "1", 60s), 59s) == Step::wait);
  CHECK(standby(lease("other", "1", 10s), 10s) == Step::acquire);
  CHECK(standby(lease("other", "1", 0s), 29s) == Step::wait);
  CHECK(standby(lease("other", "1", -5s), 30s) == Step::acquire);
}

TEST_CASE("the leader renews, and knows itself when it is none any more") {
  CHECK(leader(lease("me"), 0s) == Step::wait);
  CHECK(leader(lease("me"), 10s) == Step::renew);
  CHECK(leader(lease("me"), 20s - 1ns) == Step::renew);
  CHECK(leader(lease("me"), 20s) == Step::lost);
  CHECK(leader(lease("other"), 0s) == Step::lost);
  CHECK(leader(lease(""), 0s) == Step::lost);
  CHECK(leader(std::nullopt, 0s) == Step::lost);
}

TEST_CASE("time counts from when a change was seen, whatever times are written in it") {
  const Seen first = observe({}, lease("other"), start);
  CHECK(first.since == start);
  CHECK(observe(first, lease("other"), start + 5s).since == start);
  CHECK(observe(first, lease("other", "2"), start + 5s).since == start + 5s);
  CHECK(observe(first, std::nullopt, start + 5s).since == start + 5s);

  Lease old = lease("other");
  old.renewed = {};  // 1970
  CHECK(decide(observe({}, old, start), "me", std::nullopt, start + 29s, timing) == Step::wait);
}

TEST_CASE("who takes a lease counts the change, who renews it does not") {
  const auto now = platform::kubernetes::objects::Microtime(7s);
  const auto later = platform::kubernetes::objects::Microtime(9s);
  const Lease first = taken({}, {.key = {"a", "b"}}, "me", timing, now);
  CHECK(first.key.name == "b");
  CHECK(first.holder == "me");
  CHECK(first.duration == 30s);
  CHECK(first.transitions == 0);
  CHECK(first.acquired == now);
  CHECK(taken({.lease = Lease{.key = {"a", "b"}, .resource_version = "1"}, .since = {}}, {}, "me", timing, now)
            .transitions == 0);
  const Lease again = taken({.lease = first, .since = {}}, {}, "me", timing, later);
  CHECK(again.transitions == 0);
  CHECK(again.acquired == now);
  CHECK(again.renewed == later);
  const Lease next = taken({.lease = again, .since = {}}, {}, "you", timing, later);
  CHECK(next.transitions == 1);
  CHECK(next.acquired == later);
  CHECK(released(next, later).holder.empty());
  CHECK(released(next, later).duration == 1s);
}

}  // namespace chandler::controller::leadership
