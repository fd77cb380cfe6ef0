#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chandler::sql {

// An index that CREATE INDEX CONCURRENTLY names; `schema` is empty where the statement leaves it out.
struct ConcurrentIndex {
  std::string schema;
  std::string table;
  std::string index;
};

// What REINDEX … CONCURRENTLY builds anew: the indexes of a table, one index, or those of a schema or of
// everything (`relation` is empty then).
struct ConcurrentRebuild {
  std::string schema;  // empty where the statement leaves it out, or names none
  std::string relation;
};

// What a statement means for the way a file is run: read from PostgreSQL's parse tree, never from the
// text. A statement that PostgreSQL 17's grammar does not know has no traits.
struct Traits {
  enum class Transaction : std::uint8_t { none, begin, commit, other };

  Transaction transaction = Transaction::none;
  bool outside_transaction = false;  // PostgreSQL refuses it inside a transaction block
  bool weak_lock = false;            // its locks let readers and writers pass, so it may wait for its turn
  bool discards_locks = false;       // DISCARD ALL: gives the migration lock away
  bool session_setting = false;      // SET, RESET: at home everywhere
  bool retryable = false;            // interrupted, it can be run again (with the invalid index dropped first)
  bool creates = false;              // fails when its object is there already
  bool destroys = false;             // fails when its object is gone already
  bool copy_from_stdin = false;
  std::optional<ConcurrentIndex> builds;      // CREATE INDEX CONCURRENTLY name
  std::optional<ConcurrentRebuild> rebuilds;  // REINDEX … CONCURRENTLY
};

// INSERT, SELECT and the like: these verbs begin nothing that matters here, and their trees can be a hundred
// times their text.
bool is_plain(std::string_view sql);

Traits traits_of(std::string_view sql);

// The same without what only an interrupted run asks for (retryable of a transactional statement, creates,
// destroys): most statements are then not parsed.
Traits running_traits_of(std::string_view sql);

// "\restrict" where the statement begins with a psql meta command, else empty.
std::string_view psql_command(std::string_view sql);

}  // namespace chandler::sql
