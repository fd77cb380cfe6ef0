#include "controller/operations/decision.hpp"

#include <algorithm>
#include <tuple>

#include "platform/kubernetes/errors.hpp"

namespace chandler::controller::operations {
namespace {

namespace code = platform::kubernetes::code;
using Phase = Operation::Phase;
using Step = Decision::Step;

constexpr std::chrono::seconds longest_pause{60};

auto claim_of(const Operation& operation) {
  const Operation::Status& status = operation.status;
  return std::tie(operation.metadata.uid, status.phase, status.worker, status.claimed, status.renewed);
}

Decision claim_or_wait(Clock::duration left) {
  if (left <= Clock::duration::zero()) return {.step = Step::claim};
  return {.step = Step::wait, .pause = left};
}

}  // namespace

bool same_claim(const Operation& before, const Operation& now) {
  return claim_of(before) == claim_of(now);
}

Decision decide(const Sight& sight, Time now, Microtime wall, const Timing& timing) {
  const Operation& operation = sight.operation;
  if (operation.status.ended() || operation.metadata.being_deleted) return {};
  // A replica of the newer version knows it.
  if (operation.spec.action == Operation::Action::unknown) return {};
  const Clock::duration seen = now - sight.since;
  if (operation.status.phase == Phase::running) {
    // Ours, and not worked on: that the claim was granted never reached us.
    if (operation.status.worker == sight.worker) return {.step = Step::claim};
    return claim_or_wait(Clock::duration(timing.duration) - seen);
  }
  if (!operation.status.next_attempt) return {.step = Step::claim};
  const Clock::duration due = *operation.status.next_attempt - wall;
  return claim_or_wait(std::min(due, Clock::duration(longest_pause) - seen));
}

std::chrono::seconds pause_after(std::int64_t attempts) {
  static constexpr std::int64_t most_doublings = 6;
  return std::min(std::chrono::seconds(1LL << std::clamp<std::int64_t>(attempts, 0, most_doublings)), longest_pause);
}

bool may_try_again(const core::Error& error) {
  return error.outcome == core::Outcome::could_not || error.code == code::refused;
}

bool is_over(const Operation& operation, Microtime wall) {
  const auto& finished = operation.status.finished;
  if (!operation.status.ended() || operation.metadata.being_deleted || !finished) return false;
  return wall - *finished >= operation.spec.ttl;
}

}  // namespace chandler::controller::operations
