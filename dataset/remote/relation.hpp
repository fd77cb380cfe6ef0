#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/text/postgres_source.hpp"
#include "platform/postgres/server_error.hpp"

namespace chandler::dataset::remote {

class Database;

struct RemoteColumn {
  std::string name;
  std::uint32_t type = 0;  // its oid; of a domain, that of the type beneath
  int modifier = -1;       // what the type was declared with: the length of a varchar

  friend bool operator==(const RemoteColumn&, const RemoteColumn&) = default;
};

// A table or a query of another database, whose rows become those of a table here. One connection and one snapshot
// serve all relations of a database, which they own together. One thread.
struct Relation {
  std::shared_ptr<Database> database;
  core::text::PostgresSource source;
  std::string name;                   // "postgres://db.example:5432/shop?table=menu.food_item", for messages
  std::vector<RemoteColumn> columns;  // as described
  std::string table;                  // quoted for SQL; empty: it is a query
  std::string table_oid;              // empty: it is a query
  bool stored = false;                // a plain table, which COPY reads without a plan
  std::string hash;                   // of what was read last, to its end; empty: nothing was
};

enum class Wire : std::uint8_t { text, binary };

// What is carried out to describe the relation, and to copy its columns of these names, all of a query's.
std::string select_from(const Relation& relation);
std::string copy_out(const Relation& relation, std::span<const std::string> columns, Wire wire);

// What the source's server said, in the relation's name.
core::Error source_failure(const Relation& relation, const platform::postgres::ServerError& error);

}  // namespace chandler::dataset::remote
