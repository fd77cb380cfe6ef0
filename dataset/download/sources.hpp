#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/download/download.hpp"
#include "dataset/source/source.hpp"

namespace chandler::dataset {

// What a table holds of an address: the content's SHA-256, and by what the server knows it. Empty: nothing that
// is known of.
struct Known {
  std::string hash;
  Validators validators;
};

// Asks for that. For a file that --table is for, the name is empty.
using AskKnown = std::function<core::Expected<Known>(const TableName& table, const Address& address)>;

// The same for a file that load.yaml describes.
using AskKnownFile = std::function<core::Expected<Known>(const SourceFile& file)>;

// The sources that are addresses, downloaded.
struct Fetched {
  std::vector<std::string> local;  // the others: files and folders
  std::vector<SourceFile> files;   // readable as long as this lives; without a path where the table holds it already
  std::vector<Spool> contents;     // of the files
};

// Every address is checked before the first is asked for. What the table holds already, by the digest of the
// address or since the server says so, is not downloaded. With `any_table` (--table) a file's name need not give
// its table. Errors: those of address.hpp, download.hpp, table_name.hpp and `ask`.
core::Expected<Fetched> fetch_sources(std::span<const std::string> sources, bool any_table,
                                      const DownloadOptions& options, const AskKnown& ask, const std::stop_token& stop);

// Downloads those of the files that have an address, as above; their contents are readable as long as what is
// returned lives.
core::Expected<std::vector<Spool>> fetch_described(std::span<SourceFile> files, const DownloadOptions& options,
                                                   const AskKnownFile& ask, const std::stop_token& stop);

}  // namespace chandler::dataset
