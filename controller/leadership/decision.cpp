#include "controller/leadership/decision.hpp"

#include <utility>

namespace chandler::controller::leadership {

using platform::kubernetes::objects::Microtime;

Seen observe(const Seen& before, std::optional<Lease> lease, Time now) {
  if (lease && lease == before.lease) return before;
  return {.lease = std::move(lease), .since = now};
}

Step decide(const Seen& seen, std::string_view identity, const std::optional<Leading>& leading, Time now,
            const Timing& timing) {
  const bool ours = seen.lease && seen.lease->holder == identity;
  if (leading) {
    if (!ours || now >= leading->renewed + timing.write()) return Step::lost;
    return now >= leading->renewed + timing.renew() ? Step::renew : Step::wait;
  }
  if (!seen.lease || seen.lease->holder.empty() || ours) return Step::acquire;
  // As long as its holder counts on, which may have been told another duration than we.
  const Clock::duration lasts = seen.lease->duration > std::chrono::seconds::zero()
                                    ? Clock::duration(seen.lease->duration)
                                    : Clock::duration(timing.duration);
  return now >= seen.since + lasts ? Step::acquire : Step::wait;
}

Lease taken(const Seen& seen, Lease empty, std::string_view identity, const Timing& timing, Microtime now) {
  Lease lease = seen.lease.value_or(std::move(empty));
  if (lease.holder != identity) {
    if (lease.acquired) ++lease.transitions;  // the chart's was nobody's yet
    lease.acquired = now;
  }
  lease.holder = identity;
  lease.duration = std::chrono::ceil<std::chrono::seconds>(timing.duration);
  lease.renewed = now;
  return lease;
}

Lease released(Lease lease, Microtime now) {
  lease.holder.clear();
  lease.duration = std::chrono::seconds(1);  // the API takes no zero
  lease.renewed = now;
  return lease;
}

}  // namespace chandler::controller::leadership
