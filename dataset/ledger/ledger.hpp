#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
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
};

struct LedgerEntry {
  std::string table_oid;
  TableName table;
  std::string source;  // the file's name
  std::string hash;
  Counts counts;
  std::chrono::milliseconds duration{0};
};

// What is asked of the ledger: does this table hold this content already?
struct Question {
  TableName table;
  std::string hash;
};

// For each question, whether the table's latest load brought exactly this content, and the table has
// neither been made anew, truncated nor emptied since. One query, which writes nothing; where the ledger
// or a table is missing, nothing is loaded. Errors: a lost connection, a stop.
core::Expected<std::vector<bool>> already_loaded(platform::postgres::Session& session,
                                                 std::span<const Question> questions);

// Makes schema chandler and table chandler.dataset_load where they are missing. Any number of callers at
// once. Errors: load.no_ledger (problem) without the right to.
core::Expected<void> ensure_ledger(platform::postgres::Session& session);

// Within the transaction that loads.
core::Expected<void> record_load(platform::postgres::Session& session, const LedgerEntry& entry);

// After it was rolled back; takes the place of an earlier failure with the same content. Best effort.
void record_failure(platform::postgres::Session& session, const LedgerEntry& entry, const core::Error& error);

}  // namespace chandler::dataset
