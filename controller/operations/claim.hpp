#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "controller/operations/operation_store.hpp"
#include "controller/operations/transition.hpp"

namespace chandler::controller::operations {

// An operation that this replica holds: as it was written last, and until when that counts. Threads: any, each with a
// store of its own; a write waits for the one before.
class Claim {
 public:
  using Now = std::function<Time()>;
  using Change = std::function<Status(Status, Microtime)>;

  // Takes it, as it was seen. Fails with kubernetes::code::conflict when somebody was faster.
  static core::Expected<std::shared_ptr<Claim>> take(OperationStore& store, Operation seen, std::string_view worker,
                                                     const Timing& timing, const Now& now = &Clock::now);

  Operation operation() const;
  // Whether writes in its name may begin: the same fence as a leader's term (leadership::Term).
  bool holds() const;
  bool renewal_is_due() const;
  // It ended, or is somebody else's, as the last write has found out.
  bool over() const;

  // Writes what `change` makes of the status. A write of somebody else's that leaves the claim alone (a label) is
  // taken in. When the claim is over nothing is written, which is no failure.
  core::Expected<void> write(OperationStore& store, const Change& change);

  // How long it has been telling the same.
  Clock::duration unchanged_for(const std::string& message);

 private:
  Claim(Operation taken, Time renewed, const Timing& timing, Now now)
      : timing_(timing), now_(std::move(now)), operation_(std::move(taken)), renewed_(renewed), told_since_(renewed) {}

  core::Expected<void> take_in(OperationStore& store);

  const Timing timing_;
  const Now now_;
  mutable std::mutex writing_;  // held during a write; taken before `mutex_`
  mutable std::mutex mutex_;
  Operation operation_;
  Time renewed_;  // when the last write that went well was begun
  bool over_ = false;
  std::string told_;
  Time told_since_;
};

}  // namespace chandler::controller::operations
