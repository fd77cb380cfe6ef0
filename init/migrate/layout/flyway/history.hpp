#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/error.hpp"
#include "init/migrate/layout/flyway/version.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::flyway_layout {

// A row of flyway_schema_history, as select_history orders its columns.
struct Row {
  long rank = 0;
  std::string description;
  std::string type;
  std::string script;
  std::optional<std::int32_t> checksum;
  bool success = true;
  std::string applied_at;  // where the history was read with Detail::status
};

// What the rows say together: undone and deleted versions are gone, a later row replaces an earlier one.
struct State {
  std::map<Version, Row> versioned;
  std::map<std::string, Row> repeatable;  // by description
  std::optional<Version> baseline;        // versions up to it count as applied
  std::optional<Version> newest;          // the highest that succeeded
  long last_rank = 0;
  bool empty = true;  // nothing but the mark that Flyway made the schema
};

// Errors: migrate.history for a version that Flyway could not have written.
core::Expected<State> read_history(const History& history);

}  // namespace chandler::migrate::flyway_layout
