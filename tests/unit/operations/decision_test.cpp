#include "controller/operations/decision.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/errors.hpp"
#include "tests/unit/operations/sample.hpp"

namespace chandler::controller::operations {
namespace {

using namespace std::chrono_literals;
using Phase = Operation::Phase;
using Step = Decision::Step;

constexpr Timing claim_timing{.duration = 60s};
const Time began{1'000s};
const Microtime noon = at("2026-11-21T12:00:00Z");

Decision decided(const Operation& operation, Clock::duration later, Microtime wall = noon) {
  return decide({.operation = operation, .since = began, .worker = "me"}, began + later, wall, claim_timing);
}

}  // namespace

TEST_CASE("what nobody has is claimed, what ended is left") {
  CHECK(decided(sample_operation(), 0s).step == Step::claim);
  CHECK(decided(sample_operation({.phase = Phase::succeeded}), 1h).step == Step::leave);
  CHECK(decided(sample_operation({.phase = Phase::failed}), 1h).step == Step::leave);
  Operation newer = sample_operation();
  newer.spec.action = Operation::Action::unknown;
  CHECK(decided(newer, 1h).step == Step::leave);
  Operation going = sample_operation();
  going.metadata.being_deleted = true;
  CHECK(decided(going, 0s).step == Step::leave);
}

TEST_CASE("another's is taken over when its claim was not seen to move for its duration, whatever is written in it") {
  const Operation theirs =
      sample_operation({.phase = Phase::running, .worker = "they", .renewed = at("1999-01-01T00:00:00Z")});
  const Decision early = decided(theirs, 59s);
  CHECK(early.step == Step::wait);
  CHECK(early.pause == 1s);
  CHECK(decided(theirs, 60s).step == Step::claim);
}

TEST_CASE("one that is ours and that nobody works on is gone on with at once") {
  CHECK(decided(sample_operation({.phase = Phase::running, .worker = "me"}), 0s).step == Step::claim);
}

TEST_CASE("the next attempt is waited for, but never longer than the longest pause") {
  const Operation later = sample_operation({.phase = Phase::pending, .next_attempt = noon + 8s});
  CHECK(decided(later, 0s).step == Step::wait);
  CHECK(decided(later, 0s).pause == 8s);
  CHECK(decided(later, 8s, noon + 8s).step == Step::claim);
  // Whose clock was set back, or wrote a time far ahead.
  const Operation never = sample_operation({.phase = Phase::pending, .next_attempt = noon + 24h});
  CHECK(decided(never, 10s).pause == 50s);
  CHECK(decided(never, 60s).step == Step::claim);
}

TEST_CASE("a claim has moved when its worker, its times or its object are other ones") {
  const Operation before = sample_operation({.phase = Phase::running, .worker = "they", .renewed = noon});
  Operation told = before;
  told.status.message = "on its way";
  CHECK(same_claim(before, told));
  Operation renewed = before;
  renewed.status.renewed = noon + 1us;
  CHECK(!same_claim(before, renewed));
  Operation taken = before;
  taken.status.worker = "me";
  CHECK(!same_claim(before, taken));
  Operation anew = before;
  anew.metadata.uid = "o2";
  CHECK(!same_claim(before, anew));
}

TEST_CASE("pauses double up to a minute") {
  CHECK(pause_after(1) == 2s);
  CHECK(pause_after(2) == 4s);
  CHECK(pause_after(5) == 32s);
  CHECK(pause_after(6) == 60s);
  CHECK(pause_after(1'000'000) == 60s);
}

TEST_CASE("a right that lacks may be given, what is not acceptable stays so") {
  namespace code = platform::kubernetes::code;
  const auto of = [](std::string_view code, core::Outcome outcome) {
    return core::Error{.outcome = outcome, .code = std::string(code)};
  };
  CHECK(may_try_again(of(code::unreachable, core::Outcome::could_not)));
  CHECK(may_try_again(of(code::refused, core::Outcome::problem)));
  CHECK(!may_try_again(of(code::rejected, core::Outcome::problem)));
  CHECK(!may_try_again(of("WorkloadGone", core::Outcome::problem)));
}

TEST_CASE("what ended is over when its time behind the end is") {
  Operation ended = sample_operation({.phase = Phase::failed, .finished = noon});
  ended.spec.ttl = 60s;
  CHECK(!is_over(ended, noon + 59s));
  CHECK(is_over(ended, noon + 60s));
  ended.status.phase = Phase::running;
  CHECK(!is_over(ended, noon + 60s));
}

}  // namespace chandler::controller::operations
