#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cron/probe/compare/narrowing.hpp"
#include "cron/probe/compare/sides.hpp"

namespace chandler::probe::compare {

enum class Difference : std::uint8_t { missing_here, missing_there, differs };

struct RowDifference {
  Key key;
  Difference kind = Difference::differs;
  std::vector<std::string> columns = {};  // that differ; of the first ones only

  bool operator==(const RowDifference&) const = default;
};

struct Looked {
  std::vector<RowDifference> differences;  // that no write in flight explains
  std::int64_t settled = 0;                // rows that became the same
  std::int64_t changing = 0;               // rows that were written between any two looks
  std::int64_t unsettled = 0;              // rows on which a standby is too far behind to judge
};

struct LookOptions {
  std::chrono::milliseconds pause{1000};
  std::chrono::milliseconds patience{10'000};  // with a standby
  bool one_cluster = false;
  std::size_t named = 20;  // of so many the columns are asked for
};

// Looks at the rows again, a few times, each with a snapshot of its own: two servers are never seen at the same
// instant. Ends the snapshots that are open.
Either<Looked> look_again(Sides& sides, const Pair& pair, const Statements& here, const Statements& there,
                          std::vector<Candidate> candidates, const LookOptions& options);

}  // namespace chandler::probe::compare
