#pragma once

#include "cron/probe/compare/address.hpp"
#include "cron/probe/compare/scan.hpp"
#include "cron/probe/compare/second_look.hpp"
#include "cron/probe/finding.hpp"

// What is said of a pair of tables. Pure.
namespace chandler::probe::compare {

Findings findings_of(const Pair& pair, const Scanned& scanned, const Looked& looked, std::size_t named);

// A server would not, or could not: what was done of the table until then is in `scanned`.
Finding failed(const Pair& pair, const Scanned& scanned, const Failure& failure);

}  // namespace chandler::probe::compare
