#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "controller/leadership/timing.hpp"
#include "platform/kubernetes/objects/lease.hpp"

// Who leads, decided from what one replica saw. Pure. As client-go's leaderelection, the clocks of others are never
// believed: a lease is over when it was not seen to change for its duration, by our own clock, whatever times are
// written in it. Right while clocks run about as fast; how late they are does not matter.
// https://github.com/kubernetes/client-go/blob/master/tools/leaderelection/leaderelection.go
namespace chandler::controller::leadership {

using platform::kubernetes::objects::Lease;

struct Seen {
  std::optional<Lease> lease;  // nullopt: there is none
  Time since;                  // when it was first seen like this
};

// What is seen at `now`, after `before`.
Seen observe(const Seen& before, std::optional<Lease> lease, Time now);

// The leader's own side of it.
struct Leading {
  Time renewed;  // when the last renewal that went well was begun
};

enum class Step : std::uint8_t {
  acquire,  // it is free, over, or from an earlier term of this process
  renew,
  wait,
  lost  // it is another's, or this one was away for too long
};

Step decide(const Seen& seen, std::string_view identity, const std::optional<Leading>& leading, Time now,
            const Timing& timing);

// What to write: ours, from `before` on.
Lease taken(const Seen& seen, Lease empty, std::string_view identity, const Timing& timing,
            platform::kubernetes::objects::Microtime now);

// What to write so that the next one need not wait.
Lease released(Lease lease, platform::kubernetes::objects::Microtime now);

}  // namespace chandler::controller::leadership
