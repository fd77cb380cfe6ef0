#pragma once

#include <string>
#include <vector>

#include "cron/probe/compare/pairing.hpp"

namespace chandler::probe::compare {

inline Column column(const std::string& name, const std::string& type) {
  return {.name = name, .type = type, .declared = type};
}

// With a key on its first column.
inline Table table(const std::string& name, std::vector<Column> columns) {
  Table out{.schema = "public", .name = name, .oid = 1};
  out.key = {{.name = columns.front().name, .order = ""}};
  out.columns = std::move(columns);
  return out;
}

inline Catalogue catalogue(std::vector<Table> tables) {
  Catalogue out;
  out.tables = std::move(tables);
  return out;
}

}  // namespace chandler::probe::compare
