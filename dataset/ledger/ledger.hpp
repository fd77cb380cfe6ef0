#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/table/table_name.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// What one data set's load did.
struct Counts {
  std::int64_t read = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t deleted = 0;
  std::int64_t rejected = 0;  // of those read

  friend bool operator==(const Counts&, const Counts&) = default;
};

// Where a downloaded file came from, and by what the server knows this version of it. All empty: a local file.
struct Origin {
  std::string address;  // without its query, which may hold secrets
  std::string etag;
  std::string last_modified;
};

struct LedgerEntry {
  std::string_view command;  // "load" or "refresh"
  std::string table_oid;
  TableName table;
  std::string source;  // the file's name
  std::string hash;
  Origin origin;
  Counts counts;
  std::vector<std::string> columns;                    // of the table, that were brought
  std::optional<std::chrono::milliseconds> fresh_for;  // promised
  bool exact = false;                                  // the table held the source's rows then, and no others
  std::chrono::milliseconds duration{0};
};

// What the table's latest load was; by its name, also across a swap.
struct Latest {
  Origin origin;
  std::vector<std::string> columns;  // that were brought
};

enum class Need : std::uint8_t {
  latest,  // the table's latest load brought this content
  exact,   // and left nothing else in the table
  ever,    // some load of the table brought it
  run,     // it is a script, known by its name in the place of a table, that ran with this content last
};

// What is asked of the ledger: is this content in the table already?
struct Question {
  TableName table;
  std::string hash;
  Need need = Need::latest;
};

// What the ledger has of a content that is in a table.
struct Holding {
  std::int64_t rejected = 0;  // rows, when it was brought
  std::string data_set;       // by its whole name, "public.food_item", whether or not the question gave that
};
using Held = std::optional<Holding>;  // nullopt: the table does not hold it

// The answer for each question. For `latest` and `exact` the table must neither have been made anew,
// truncated nor emptied since. One query, which writes nothing; where the ledger or a table is missing,
// nothing is loaded. Errors: a lost connection, a stop.
core::Expected<std::vector<Held>> already_loaded(platform::postgres::Session& session,
                                                 std::span<const Question> questions);

// Whether the ledger has any load of the table as it is now. Errors: as above.
core::Expected<bool> ever_loaded(platform::postgres::Session& session, const TableName& table);

// What the table's latest load brought from this address: its hash, and the origin as it was. Nullopt: that came from
// elsewhere, or there is none.
struct Loaded {
  std::string hash;
  Origin origin;
};
core::Expected<std::optional<Loaded>> latest_from(platform::postgres::Session& session, const TableName& table,
                                                  const std::string& address);

// Within a transaction, too. Nullopt: none, or no ledger of this version.
core::Expected<std::optional<Latest>> latest_of(platform::postgres::Session& session, const TableName& table);

// Makes schema chandler and table chandler.dataset_load where they are missing or of an earlier version. Any
// number of callers at once. Errors: load.no_ledger (problem) without the right to.
core::Expected<void> ensure_ledger(platform::postgres::Session& session);

// Within the transaction that loads.
core::Expected<void> record_load(platform::postgres::Session& session, const LedgerEntry& entry);

// What was found unchanged, and what is promised of it now.
struct Confirmation {
  Question content;
  std::optional<std::chrono::milliseconds> fresh_for;
};

// The tables' latest loads are found to be up to date now. Best effort: a warning in the log.
void record_unchanged(platform::postgres::Session& session, std::span<const Confirmation> unchanged);

// After it was rolled back; an earlier failure with the same content is counted on. Best effort.
void record_failure(platform::postgres::Session& session, const LedgerEntry& entry, const core::Error& error);

}  // namespace chandler::dataset
