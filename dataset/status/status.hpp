#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::dataset {

// How one data set stands, as the ledger has it.
struct DataSetStatus {
  std::string table;     // "public.food_item"
  std::string source;    // of its latest load, or of the failure where there was none
  std::string loaded;    // when, in ISO 8601 and UTC; empty: never
  std::string verified;  // when it was last known to be up to date: that, or when a refresh found it unchanged
  std::optional<std::chrono::seconds> age;        // since then, by the server's clock
  std::chrono::milliseconds duration{0};          // of the latest load
  std::int64_t rows = 0;                          // that its source had
  std::optional<std::chrono::seconds> fresh_for;  // promised: an age up to this
  std::int64_t rejected = 0;                      // rows of the source that were put aside
  std::int64_t failures = 0;                      // in a row, since
  std::string error;                              // of the latest of them

  bool stale() const { return fresh_for && age && *age > *fresh_for; }
};

// Of every table that the ledger knows, by name. Errors: the connection's; load.no_ledger (problem) where there is
// none.
core::Expected<std::vector<DataSetStatus>> read_status(const platform::postgres::ConnectionSettings& database,
                                                       const std::stop_token& stop);

// The same by a session of the caller's. Errors: the server's.
platform::postgres::Answer<std::vector<DataSetStatus>> read_status(platform::postgres::Session& session);

// For a person; an age in words.
std::string table_of(std::span<const DataSetStatus> data_sets);

// In Prometheus' text format, for a collector that reads files or runs programs.
std::string metrics_of(std::span<const DataSetStatus> data_sets);

}  // namespace chandler::dataset
