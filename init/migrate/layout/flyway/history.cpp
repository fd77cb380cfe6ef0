#include "init/migrate/layout/flyway/history.hpp"

#include <algorithm>
#include <charconv>
#include <format>

namespace chandler::migrate::flyway_layout {
namespace {

template <typename Number>
Number number(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Row row_of(const HistoryRow& cells) {
  return {.rank = number<long>(cells.at(0).value_or("")),
          .description = cells.at(2).value_or(""),
          .type = cells.at(3).value_or(""),
          .script = cells.at(4).value_or(""),
          .checksum = cells.at(5) ? std::optional(number<std::int32_t>(*cells.at(5))) : std::nullopt,
          .success = cells.at(6) == "t",
          .applied_at = cells.size() > 7 ? cells[7].value_or("") : ""};
}

void note_version(State& state, const Version& version, const Row& row) {
  if (row.type == "DELETE" || row.type.starts_with("UNDO_")) {
    if (row.success) state.versioned.erase(version);
    return;
  }
  if (row.success && (row.type == "BASELINE" || row.type == "SQL_BASELINE")) state.baseline = version;
  state.versioned.insert_or_assign(version, row);
}

}  // namespace

core::Expected<State> read_history(const History& history) {
  State state;
  for (const HistoryRow& cells : history) {
    const Row row = row_of(cells);
    state.last_rank = std::max(state.last_rank, row.rank);
    if (row.type == "SCHEMA") continue;
    state.empty = false;
    if (!cells.at(1)) {
      if (row.type == "DELETE") {
        state.repeatable.erase(row.description);
      } else {
        state.repeatable.insert_or_assign(row.description, row);
      }
      continue;
    }
    const auto version = Version::parse(*cells.at(1));
    if (!version) {
      return std::unexpected(core::Error{
          .code = "migrate.history",
          .message = std::format("flyway_schema_history holds the version \"{}\", which is none", *cells.at(1)),
          .where = std::format("installed_rank {}", row.rank),
          .hint = "Expected numbers separated by dots; repair the row by hand"});
    }
    note_version(state, *version, row);
  }
  for (const auto& [version, row] : state.versioned) {
    if (row.success) state.newest = version;
  }
  return state;
}

}  // namespace chandler::migrate::flyway_layout
