#pragma once

#include <cstdint>
#include <string_view>

#include "controller/leadership/timing.hpp"
#include "core/error.hpp"
#include "platform/kubernetes/objects/operation.hpp"

// Who works on an operation and when, decided from what one replica saw. Pure. The claim is a lease on one operation:
// as with the leader's, the clocks of others are never believed, and a claim is over when it was not seen to move for
// its duration, by our own clock.
namespace chandler::controller::operations {

using leadership::Clock;
using leadership::Time;
using leadership::Timing;
using platform::kubernetes::objects::Microtime;
using platform::kubernetes::objects::Operation;

struct Decision {
  enum class Step : std::uint8_t {
    leave,  // it ended, is on its way out, or asks for what this version does not know
    wait,   // for `pause`, should nothing change meanwhile
    claim
  };
  Step step = Step::leave;
  Clock::duration pause{};
};

// Which replica holds it, and whether that moved, are the same in both: the claim was not renewed in between.
bool same_claim(const Operation& before, const Operation& now);

// What is seen, since when, and by whom.
struct Sight {
  const Operation& operation;
  Time since;               // the claim was first seen as it is
  std::string_view worker;  // who asks
};

// `wall`: the time of day, for what a worker wrote of the next attempt. That may be another's clock: it is not waited
// for longer than the longest pause there is.
Decision decide(const Sight& sight, Time now, Microtime wall, const Timing& timing);

// Then it is given up.
inline constexpr int most_attempts = 5;
// The pause behind that attempt: 2, 4, 8 … s.
std::chrono::seconds pause_after(std::int64_t attempts);

// Whether another attempt may go better: the API server was away, or a right lacked that somebody may give.
bool may_try_again(const core::Error& error);

// Whether an operation that ended has been there for long enough.
bool is_over(const Operation& operation, Microtime wall);

}  // namespace chandler::controller::operations
