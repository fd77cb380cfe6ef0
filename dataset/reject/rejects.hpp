#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// A row of the file that does not go into the table.
struct Reject {
  core::Error error;                 // as without max_errors
  std::uint64_t number = 0;          // by which the stage knows the row; 0: not known
  std::string column;                // or empty
  std::optional<std::string> value;  // of that column; nullopt: NULL, secret, or no column is at fault
};

// The bad rows of one data set, up to its max_errors, kept on the server until record_rejects puts them into
// chandler.dataset_reject. Session and data set must outlive it. Not thread-safe.
class Rejects {
 public:
  Rejects(platform::postgres::Session& session, const DataSet& data_set) : session_(session), data_set_(data_set) {}

  // Within the transaction, and inside no savepoint that is to be rolled back. Errors (problem):
  // load.too_many_errors, which shows the first ones; the server's.
  core::Expected<void> add(Reject reject);

  // What the server does not have yet. To be called where rows were added.
  core::Expected<void> flush();

  std::int64_t count() const { return count_; }
  // How many more are allowed.
  std::int64_t left() const { return data_set_.policy.max_errors - count_; }

 private:
  core::Error too_many() const;
  void note_for_message(const Reject& reject);

  platform::postgres::Session& session_;
  const DataSet& data_set_;
  std::int64_t count_ = 0;
  bool made_ = false;                                              // the server's table
  std::vector<Reject> pending_;                                    // not on the server yet
  std::vector<std::pair<std::uint64_t, std::string>> first_ones_;  // by number, as the message tells them
};

// Whether the rows that are left are enough: with bad rows at least one, and what check_rows asks for. Errors
// (problem): load.too_many_errors; those of check_rows.
core::Expected<void> check_good(const DataSet& data_set, const Counts& counts);

// The rejects of the data set's latest try become rows of chandler.dataset_reject, in the place of those of an earlier
// try with the same content, whose hash that is. Within the transaction that writes the ledger. `count` of none: there
// is nothing to keep.
core::Expected<void> record_rejects(platform::postgres::Session& session, const DataSet& data_set,
                                    const std::string& hash, std::int64_t count);

}  // namespace chandler::dataset
