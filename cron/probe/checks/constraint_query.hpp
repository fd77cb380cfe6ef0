#pragma once

#include <string>
#include <vector>

// What is asked of tables to find the rows that a constraint forbids. Pure. All texts are SQL already, as format('%I')
// and pg_get_expr give them.
namespace chandler::probe {

struct ConstrainedTable {
  std::string name;          // qualified
  bool partitioned = false;  // its rows are its partitions'
  std::string key_names;     // "id, lang": the primary key's columns; empty: it has none
  std::string key_values;    // one text of their values, of the table as `t`
};

struct ForeignKey {
  struct Column {
    std::string name;        // of the referring table
    std::string referenced;  // of the other one
    std::string equals;      // "OPERATOR(pg_catalog.=)": what the foreign key compares by
    std::string collation;   // " COLLATE …" where the two differ; else empty
  };
  std::string referenced;  // the other table
  bool referenced_partitioned = false;
  bool match_full = false;  // either all columns are NULL, or none
  std::vector<Column> columns;
};

// Rows, of at most `most_counted` that are looked for: how many there are, where (ctid), in which partition (empty: in
// the table itself), the primary key's values, the values of the referring columns. At most `most_named` of them.
struct RowLimits {
  int most_named = 20;
  int most_counted = 1000;
};
std::string orphans_query(const ConstrainedTable& table, const ForeignKey& key, const RowLimits& limits);
// The same of rows for which a check's expression is false; it has no last column.
std::string breaking_query(const ConstrainedTable& table, const std::string& expression, const RowLimits& limits);

// "(account_id)"
std::string referring_columns(const ForeignKey& key);

}  // namespace chandler::probe
