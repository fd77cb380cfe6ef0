#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/download/download.hpp"
#include "dataset/source/source.hpp"

namespace chandler::dataset {

// The sources that are addresses, downloaded.
struct Fetched {
  std::vector<std::string> local;  // the others: files and folders
  std::vector<SourceFile> files;   // readable as long as this lives
  std::vector<Spool> contents;     // of the files
};

// Every address is checked before the first is asked for. With `any_table` (--table) a file's name need not give
// its table. Errors: those of address.hpp, download.hpp and table_name.hpp.
core::Expected<Fetched> fetch_sources(std::span<const std::string> sources, bool any_table,
                                      const DownloadOptions& options, const std::stop_token& stop);

}  // namespace chandler::dataset
