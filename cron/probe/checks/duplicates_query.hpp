#pragma once

#include <string>
#include <vector>

// What is asked of a table whose index should hold it to unique values. Pure.
namespace chandler::probe {

// A unique index; the texts are SQL already, as pg_get_indexdef and format('%I') give them.
struct UniqueIndex {
  std::string table;              // qualified
  std::vector<std::string> keys;  // expressions, each with its collation
  std::string predicate;          // of a partial index; else empty
  bool nulls_distinct = true;
};

// Columns: one text for each key, how many rows have it, and the ctid of the first and the last one of them.
std::string duplicates_query(const UniqueIndex& index, int most);

// "(id, lower(name))"
std::string keys_of(const UniqueIndex& index);

}  // namespace chandler::probe
