#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chandler::probe::compare {

struct Column {
  std::string name;
  std::string
      type;  // as SQL has it, without what it was declared with; of a domain, what is beneath: "bigint", "text[]"
  std::string declared;  // as a person reads it: "numeric(10,2)", "public.price"

  bool operator==(const Column&) const = default;
};

struct KeyColumn {
  std::string name;
  std::string order;  // of its collation: provider, locale and version; empty: it has none

  bool operator==(const KeyColumn&) const = default;
};

enum class Kind : std::uint8_t { plain, partitioned };

// A table of one of the two databases, as its catalogue describes it.
struct Table {
  std::string schema;
  std::string name;
  std::uint32_t oid = 0;
  Kind kind = Kind::plain;
  bool unlogged = false;
  double estimated_rows = 0;  // below 0: the server does not know
  std::vector<Column> columns;
  std::vector<KeyColumn> key;  // of the primary key; empty: there is none

  std::string shown() const { return schema + '.' + name; }
  const Column* column(std::string_view wanted) const {
    for (const Column& each : columns) {
      if (each.name == wanted) return &each;
    }
    return nullptr;
  }
};

// What holds for a whole database.
struct Catalogue {
  int server_version = 0;
  std::string encoding;
  std::string system;  // the cluster and the database in it: the same for a primary and its standbys
  bool in_recovery = false;
  std::int64_t large_objects = 0;  // 1: there are some
  std::int64_t others = 0;         // foreign tables, views and materialized views
  std::vector<Table> tables;       // by schema and name
};

}  // namespace chandler::probe::compare
