#pragma once

#include <cstddef>
#include <vector>

#include "cron/probe/checks/amcheck/record.hpp"
#include "cron/probe/checks/amcheck/relations.hpp"

namespace chandler::probe::amcheck {

// A piece of the plan: a relation, of a heap perhaps only some blocks.
struct Task {
  std::size_t relation = 0;  // its place in the list
  std::int64_t from = 0;     // block
  std::int64_t to = -1;      // block that is not part of it; negative: to the end

  bool operator==(const Task&) const = default;
};

// The largest risk first: what was begun and not ended (from where it ended), what there was no time for, what was
// never checked, then what was checked the longest ago, by the hour; among these the server's catalogues before the
// users' tables, and the most work first.
std::vector<Task> by_risk(const std::vector<Relation>& relations, const std::map<std::uint32_t, Record>& records);

// For runs that know nothing of each other: the catalogues, then all others on a ring in the order of their oids, from
// a point on that moves from day to day by the golden ratio (and within the day by its hour), in the midst of a table
// perhaps. The starts of n days are spread evenly, so that runs of a tenth of the database each see all of it within
// three weeks.
std::vector<Task> by_date(const std::vector<Relation>& relations, std::int64_t block_bytes, Seconds now);

}  // namespace chandler::probe::amcheck
