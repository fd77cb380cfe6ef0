#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/diff/sample.hpp"
#include "dataset/download/download.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/meter/meter.hpp"
#include "dataset/policy/policy.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::dataset {

struct Options {
  std::vector<std::string> sources;  // files, folders and https: addresses
  DownloadOptions download;          // of the addresses
  std::string table;                 // of the one file; empty: each file's name gives it
  platform::postgres::ConnectionSettings database;
  std::string pod;                        // that this runs in, for whoever waits for it; or empty
  std::chrono::seconds database_wait{0};  // 0: the database has to be there
  std::chrono::milliseconds lock_timeout = std::chrono::minutes(10);  // for others that load the same
  // Everything is done, constraints are checked, and then it is rolled back.
  bool dry_run = false;
  std::size_t sample = 0;  // so many changed rows of each data set are in its result; with dry_run
  // A refresh notes in the ledger when a source was found unchanged.
  Purpose purpose = Purpose::load;
  // Connections that fill stages at once; each file's rows, too, are shared out among them.
  std::size_t jobs = 1;
  Policy policy;           // what load.yaml says of a file goes before it
  Meter* meter = nullptr;  // outlives the run
};

enum class Action : std::uint8_t {
  unchanged,  // the table holds this content already
  loaded,
  would_load,  // dry run
  ran,         // a script
  would_run,
};

struct DataSetResult {
  std::string file;
  std::string table;  // of a script, its name
  Action action = Action::unchanged;
  Counts counts;  // of what is unchanged, only the rows that were rejected when it was brought
  std::chrono::milliseconds duration{0};
  std::optional<std::chrono::milliseconds> fresh_for = {};  // promised of a table
  std::vector<RowChange> changes = {};                      // a sample
};

// Brings the tables up to the files: all of them in one transaction, or none. Sources that the ledger
// knows cost one query. Threads: one; blocks until done. Errors name file, line, column and value where
// a row is at fault; with any error the database is as it was.
core::Expected<std::vector<DataSetResult>> bring(const Options& options, const std::stop_token& stop);

}  // namespace chandler::dataset
