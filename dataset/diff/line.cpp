#include <format>

#include "dataset/diff/sample.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {
namespace {

std::string value_of(const Value& value, bool secret) {
  if (!value) return "NULL";
  return secret ? "(secret)" : shown(*value);
}

std::string list(const std::vector<ColumnChange>& columns, bool before) {
  std::string out;
  for (const ColumnChange& each : columns) {
    out += std::format("{}{}={}", out.empty() ? "" : ", ", each.column,
                       value_of(before ? each.before : each.after, each.secret));
  }
  return out;
}

std::string changes(const std::vector<ColumnChange>& columns) {
  std::string out;
  for (const ColumnChange& each : columns) {
    out += std::format("{}{} {} -> {}", out.empty() ? "" : ", ", each.column, value_of(each.before, each.secret),
                       value_of(each.after, each.secret));
  }
  return out;
}

std::string joined(const std::string& key, std::string_view between, const std::string& rest) {
  return key.empty() || rest.empty() ? key + rest : std::format("{}{}{}", key, between, rest);
}

}  // namespace

std::string line_of(const RowChange& change) {
  switch (change.kind) {
    case RowChange::Kind::inserted:
      return std::format("+ {}: {}", change.place, joined(list(change.key, false), ", ", list(change.columns, false)));
    case RowChange::Kind::updated:
      return std::format("~ {}: {}", change.place, joined(list(change.key, false), ": ", changes(change.columns)));
    case RowChange::Kind::deleted:
      return std::format("- {}", joined(list(change.key, true), ", ", list(change.columns, true)));
  }
  return {};
}

}  // namespace chandler::dataset
