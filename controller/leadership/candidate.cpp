#include "controller/leadership/candidate.hpp"

#include <algorithm>
#include <utility>

#include "platform/kubernetes/errors.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::controller::leadership {
Candidate::Candidate(LeaseStore& leases, platform::kubernetes::objects::ObjectKey key, std::string identity,
                     Timing timing, std::function<Time()> now)
    : leases_(leases), key_(std::move(key)), identity_(std::move(identity)), timing_(timing), now_(std::move(now)) {}

Candidate::Turn Candidate::turn() {
  return leading_ ? lead() : stand_by();
}

Candidate::Turn Candidate::lead() {
  switch (decide(seen_, identity_, leading_, now_(), timing_)) {
    case Step::lost:
      return lose();
    case Step::renew:
      break;
    case Step::acquire:
    case Step::wait:
      return {.pause = leading_->renewed + timing_.renew() - now_()};
  }
  auto renewed = take();
  if (renewed) return {.pause = timing_.renew()};
  if (renewed.error().code == platform::kubernetes::code::conflict) {
    // Somebody wrote it: another candidate, or a person who labelled it.
    if (const auto looked = look(); looked && decide(seen_, identity_, leading_, now_(), timing_) != Step::lost) {
      return {.pause = Clock::duration::zero()};
    }
  }
  if (decide(seen_, identity_, leading_, now_(), timing_) == Step::lost) {
    Turn lost = lose();
    lost.error = std::move(renewed.error());
    return lost;
  }
  return {.pause = timing_.retry(), .error = std::move(renewed.error())};
}

Candidate::Turn Candidate::stand_by() {
  if (auto looked = look(); !looked) return {.pause = timing_.look(), .error = std::move(looked.error())};
  if (decide(seen_, identity_, leading_, now_(), timing_) != Step::acquire) {
    // No later than it is over, should nobody renew it.
    const Clock::duration left = seen_.since + seen_.lease->duration - now_();
    return {.pause = std::clamp<Clock::duration>(left, timing_.retry(), timing_.look())};
  }
  if (auto taken = take(); !taken) {
    const bool beaten = taken.error().code == platform::kubernetes::code::conflict;
    return {.pause = timing_.look(), .error = beaten ? std::nullopt : std::optional(std::move(taken.error()))};
  }
  return {.change = Change::acquired, .pause = timing_.renew()};
}

core::Expected<void> Candidate::look() {
  auto lease = leases_.get();
  if (!lease) return std::unexpected(lease.error());
  seen_ = observe(seen_, *std::move(lease), now_());
  return {};
}

core::Expected<void> Candidate::take() {
  const Time begun = now_();
  auto written =
      leases_.put(taken(seen_, {.key = key_}, identity_, timing_, platform::kubernetes::objects::wall_clock()));
  if (!written) return std::unexpected(written.error());
  seen_ = {.lease = *std::move(written), .since = begun};
  leading_ = Leading{.renewed = begun};
  const Time until = begun + timing_.write();
  if (term_) {
    term_->extend(until);
  } else {
    term_ = std::make_shared<Term>(until);
  }
  return {};
}

Candidate::Turn Candidate::lose() {
  term_->end();
  term_.reset();
  leading_.reset();
  return {.change = Change::lost, .pause = timing_.retry()};
}

core::Expected<void> Candidate::release() {
  if (!leading_) return {};
  const bool over = decide(seen_, identity_, leading_, now_(), timing_) == Step::lost;
  lose();
  if (over) return {};
  auto written = leases_.put(released(*seen_.lease, platform::kubernetes::objects::wall_clock()));
  if (!written) return std::unexpected(written.error());
  seen_ = {.lease = *std::move(written), .since = now_()};
  return {};
}

}  // namespace chandler::controller::leadership
