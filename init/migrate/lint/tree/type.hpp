#pragma once

#include <string>
#include <vector>

#include "init/migrate/lint/tree/names.hpp"
#include "init/migrate/lint/tree/node.hpp"

namespace chandler::migrate::lint {

// A column's type: PostgreSQL's own names (int4, varchar, timestamptz) for built-in ones.
struct Type {
  Name name;                    // no schema for built-in types
  std::vector<long> modifiers;  // varchar(20): 20; numeric(10, 2): 10 and 2
  bool array = false;

  bool is(std::string_view builtin) const { return !array && name.schema.empty() && name.name == builtin; }
  bool serial() const;
  std::string text() const;  // "varchar(20)[]"
  bool operator==(const Type&) const = default;
};

Type read_type(Node type_name);

// Whether a column of type `from` becomes one of type `to` with its rows left as they are, and none of
// them looked at: only the catalogue changes, in no time.
bool keeps_rows(const Type& from, const Type& to);

}  // namespace chandler::migrate::lint
