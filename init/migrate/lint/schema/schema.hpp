#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "init/migrate/lint/tree/names.hpp"
#include "init/migrate/lint/tree/type.hpp"

namespace chandler::migrate::lint {

// Where in the linted files a statement is.
struct Origin {
  std::size_t file = 0;
  std::size_t statement = 0;  // index
  std::size_t line = 1;
  std::size_t column = 1;
  std::string head;  // of its text, on one line
};

struct Column {
  std::string name;
  Type type;
  bool not_null = false;
};

struct Check {
  std::string name;
  bool validated = true;
  std::vector<std::string> not_null;  // the columns that it proves to be not null
};

struct ForeignKey {
  std::string name;
  std::vector<std::string> columns;
  Name target;
  bool validated = true;
  std::optional<Origin> origin;  // of those that the linted files add
};

struct Index {
  std::string name;
  std::vector<std::string> columns;  // the leading ones, up to the first expression
  bool unique = false;
  bool partial = false;
};

enum class TableKind : std::uint8_t { table, partitioned, view, materialized_view, foreign };

// How big a table is, as the database says.
struct Extent {
  std::uint64_t bytes = 0;  // of its rows, with those of its partitions
  std::int64_t rows = -1;   // as estimated by the last ANALYZE; -1: never analysed
};

struct Table {
  Name name;
  TableKind kind = TableKind::table;
  bool fresh = false;             // made by the files that are judged: nobody uses it yet
  bool columns_complete = false;  // `columns` is all of them
  std::vector<Column> columns;
  std::vector<Check> checks;
  std::vector<ForeignKey> foreign_keys;
  std::vector<Index> indexes;
  std::optional<Extent> extent;

  const Column* column(std::string_view wanted) const;
  Column* column(std::string_view wanted);
  bool proven_not_null(std::string_view wanted) const;  // by the column itself or a validated check

  // An index that begins with these columns, in any order.
  bool indexed(const std::vector<std::string>& wanted) const;
};

struct Dropped {
  Name name;
  Origin origin;
};

// What is known of a database: from its catalogue, or from the files that were applied before.
class Schema {
 public:
  using Tables = std::multimap<std::string, Table, std::less<>>;  // by name without schema

  // Where none has the very name, one without a schema finds the first table of any schema, and the other
  // way round: which schema the search_path leads to is not known.
  Table* find(const Name& name);
  const Table* find(const Name& name) const;

  // Whether applications may use a table: not one that the files being judged made, nor one that is known
  // not to be there. By its name, or by what `find` or `table_of_index` found.
  bool in_use(const Name& name) const { return in_use(find(name)); }
  bool in_use(const Table* found) const { return found == nullptr ? !complete : !found->fresh; }

  Table& add(Table table);  // takes the place of one of the very same name
  void remove(const Name& name);
  void rename(const Name& from, const Name& to);

  Table* table_of_index(std::string_view index);
  const Table* table_of_index(std::string_view index) const;

  const Tables& tables() const { return tables_; }

  // Nothing is new any more: the next set of files begins.
  void settle();

  std::vector<Name> constrained_domains;
  std::vector<Name> steady_functions;  // STABLE or IMMUTABLE

  // Enums and composite types that the files being judged made.
  std::vector<Name> fresh_types;

  // Views in use that the files being judged dropped.
  std::vector<Dropped> dropped_views;

  // The catalogue was read: a table that is not here is not there.
  bool complete = false;

 private:
  Tables::const_iterator locate(const Name& name) const;

  Tables tables_;
};

}  // namespace chandler::migrate::lint
