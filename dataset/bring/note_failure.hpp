#pragma once

#include <span>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/source/source.hpp"
#include "dataset/table/table_name.hpp"

namespace chandler::dataset {

// A data set that a run was to bring.
struct Attempted {
  TableName table;
  bool is_script = false;  // `table` is only what the ledger calls it
  std::string source;      // the file's name
  std::string shown;       // how an error's `where` begins that is about it, where that is another
  std::string hash;        // or empty
};

// Writes into the ledger that a run failed: for the data sets that the error names, or else for all of them, since none
// was brought. Nothing after a stop, and of a dry run. Over a connection of its own; best effort: a warning in the log.
void note_failure(const Options& options, std::span<const Attempted> attempted, const core::Error& error,
                  const std::stop_token& stop);

}  // namespace chandler::dataset
