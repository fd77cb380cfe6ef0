#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "controller/leadership/decision.hpp"
#include "controller/leadership/lease_store.hpp"
#include "controller/leadership/term.hpp"

namespace chandler::controller::leadership {

// One replica's part in an election, turn by turn: looks at the lease, decides, and writes it. The clock is passed in.
// One thread.
class Candidate {
 public:
  enum class Change : std::uint8_t { none, acquired, lost };
  struct Turn {
    Change change = Change::none;
    Clock::duration pause{};           // until the next turn
    std::optional<core::Error> error;  // what did not work
  };

  // Borrows the store.
  Candidate(LeaseStore& leases, platform::kubernetes::objects::ObjectKey key, std::string identity, Timing timing,
            std::function<Time()> now = &Clock::now);

  Turn turn();
  // Lets go of a lease that is ours, so that the next one leads at once. What it guarded must have ended.
  core::Expected<void> release();

  // Null while another leads.
  const std::shared_ptr<Term>& term() const { return term_; }
  // Which version of the lease was seen last; empty: none.
  std::string seen_version() const { return seen_.lease ? seen_.lease->resource_version : std::string(); }
  // Who leads, as far as was seen; empty: nobody.
  std::string leader() const { return seen_.lease ? seen_.lease->holder : std::string(); }

 private:
  Turn lead();
  Turn stand_by();
  core::Expected<void> look();
  core::Expected<void> take();
  Turn lose();

  LeaseStore& leases_;
  const platform::kubernetes::objects::ObjectKey key_;
  const std::string identity_;
  const Timing timing_;
  const std::function<Time()> now_;
  Seen seen_;
  std::optional<Leading> leading_;
  std::shared_ptr<Term> term_;
};

}  // namespace chandler::controller::leadership
