#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::swap {

// A foreign key of the table, as statements on the one beside it.
struct ForeignKey {
  std::string add;       // not validated yet: takes its lock on the other table for a moment only
  std::string validate;  // empty where the table's own is not validated either
};

// What makes a table built beside another one its equal, as statements in the order in which they run. Indexes
// and the like get names of ours first, since those of the table are taken until it is gone.
struct Definition {
  std::string beside;               // the name of the table built beside, quoted
  std::string create;               // columns, defaults, checks, identities, storage
  std::vector<std::string> finish;  // once it is full: indexes, keys, statistics, comments, owner, rights
  std::vector<ForeignKey> foreign_keys;
  std::vector<std::string> hand_over;  // while both are there: sequences that columns own
  std::vector<std::string> rename;     // once it has the table's name: what else wants its own name back
  std::string fingerprint;             // changes with anything of the above
};

// A name that a later run finds again, should this one be killed.
std::string name_beside(const Table& table);

// Errors: the server's.
core::Expected<Definition> read_definition(platform::postgres::Session& session, const Table& table,
                                           const std::string& file);

core::Expected<std::string> read_fingerprint(platform::postgres::Session& session, const Table& table,
                                             const std::string& file);

}  // namespace chandler::dataset::swap
