#include "controller/operations/claim.hpp"

#include <utility>

#include "platform/kubernetes/errors.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::controller::operations {
core::Expected<std::shared_ptr<Claim>> Claim::take(OperationStore& store, Operation seen, std::string_view worker,
                                                   const Timing& timing, const Now& now) {
  const Time begun = now();
  seen.status = claimed(std::move(seen.status), worker, platform::kubernetes::objects::wall_clock());
  auto written = store.put_status(seen);
  if (!written) return std::unexpected(written.error());
  return std::shared_ptr<Claim>(new Claim(*std::move(written), begun, timing, now));
}

Operation Claim::operation() const {
  const std::scoped_lock lock(mutex_);
  return operation_;
}

bool Claim::holds() const {
  const std::scoped_lock lock(mutex_);
  return !over_ && now_() < renewed_ + timing_.write();
}

bool Claim::renewal_is_due() const {
  const std::scoped_lock lock(mutex_);
  return !over_ && now_() >= renewed_ + timing_.renew();
}

bool Claim::over() const {
  const std::scoped_lock lock(mutex_);
  return over_;
}

core::Expected<void> Claim::write(OperationStore& store, const Change& change) {
  static constexpr int tries = 3;
  const std::scoped_lock one_at_a_time(writing_);
  for (int left = tries;; --left) {
    if (over()) return {};
    Operation next = operation();
    next.status = change(std::move(next.status), platform::kubernetes::objects::wall_clock());
    const Time begun = now_();
    auto written = store.put_status(next);
    if (written) {
      const std::scoped_lock lock(mutex_);
      operation_ = *std::move(written);
      renewed_ = begun;
      over_ = operation_.status.phase != Operation::Phase::running;
      return {};
    }
    const bool changed = written.error().code == platform::kubernetes::code::conflict ||
                         written.error().code == platform::kubernetes::code::not_found;
    if (!changed || left == 0) return std::unexpected(written.error());
    if (auto taken_in = take_in(store); !taken_in) return taken_in;
  }
}

// Somebody wrote it since, or a write of ours arrived whose answer did not.
core::Expected<void> Claim::take_in(OperationStore& store) {
  auto now = store.look(operation().metadata.key);
  if (!now) return std::unexpected(now.error());
  const std::scoped_lock lock(mutex_);
  const bool ours =
      *now && (*now)->metadata.uid == operation_.metadata.uid && (*now)->status.phase == Operation::Phase::running &&
      (*now)->status.worker == operation_.status.worker && (*now)->status.claimed == operation_.status.claimed;
  over_ = !ours;
  if (ours) operation_ = **std::move(now);
  return {};
}

Clock::duration Claim::unchanged_for(const std::string& message) {
  const std::scoped_lock lock(mutex_);
  const Time now = now_();
  if (std::exchange(told_, message) != message) told_since_ = now;
  return now - told_since_;
}

}  // namespace chandler::controller::operations
