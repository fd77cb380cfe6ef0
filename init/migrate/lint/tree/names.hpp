#pragma once

#include <string>
#include <vector>

#include "init/migrate/lint/tree/node.hpp"

namespace chandler::migrate::lint {

// A relation, type or domain as the statement names it; no schema where it leaves it to the search_path.
struct Name {
  std::string schema;
  std::string name;

  bool empty() const { return name.empty(); }
  std::string text() const;  // as SQL, quoted where it must be
  bool operator==(const Name&) const = default;
};

// Whether both may name the same: a name without a schema is found in whichever the search_path leads to.
bool same_object(const Name& a, const Name& b);

// As PostgreSQL's quote_ident, without its list of keywords: quoted unless it is lower case, digits and _.
std::string identifier(std::string_view name);

// "a, b"
std::string identifiers(const std::vector<std::string>& names);

Name relation_name(Node range_var);                     // of a RangeVar
Name qualified_name(const std::vector<Node>& strings);  // of a list of strings: schema.name
Name dropped_name(Node object);                         // of a DropStmt's object: a List, a TypeName or a String

}  // namespace chandler::migrate::lint
