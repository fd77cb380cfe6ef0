#pragma once

#include "cron/probe/check.hpp"

namespace chandler::probe {

// Looks for the rows that foreign keys and checks forbid, one constraint after the other, each in a read-only
// transaction of its own; adds to `outcome` what it found and how far it came. Those never verified, or the longest
// ago, come first. Takes half of the time that is left, where other checks come behind. The session is in no
// transaction.
void verify_constraints(Context& context, Outcome& outcome);

}  // namespace chandler::probe
