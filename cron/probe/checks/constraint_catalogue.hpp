#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cron/probe/checks/constraint_query.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::probe {

// A constraint that can be verified: of a foreign key `key`, else `expression`.
struct VerifiableConstraint {
  std::uint32_t oid = 0;
  std::string name;
  std::string definition;  // as pg_get_constraintdef
  ConstrainedTable table;
  bool readable = false;   // this role may SELECT from all tables that it is about
  std::int64_t pages = 0;  // of the table, by the planner's figures
  std::optional<ForeignKey> key;
  std::string expression;
};

// Foreign keys, those of partitions with their parent's, and checks of tables; not of temporary tables, nor what is
// NOT ENFORCED or has a PERIOD.
platform::postgres::Answer<std::vector<VerifiableConstraint>> read_verifiable(platform::postgres::Session& session);

}  // namespace chandler::probe
