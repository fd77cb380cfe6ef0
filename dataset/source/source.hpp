#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/description/description.hpp"
#include "dataset/format/format.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/table/table_name.hpp"

namespace chandler::dataset::remote {
struct Relation;
}

namespace chandler::dataset {

struct Address;

// One file and the table that it fills.
struct SourceFile {
  std::filesystem::path path;
  std::string name;  // "food_item.csv", for messages
  TableName table;
  Format format;
  std::string hash = {};                                 // SHA-256, where it is known already
  std::shared_ptr<const description::Entry> entry = {};  // of load.yaml; null: there is none
  Origin origin = {};                                    // where it came from, if not from a file here
  std::shared_ptr<const Address> address = {};           // of load.yaml, not downloaded yet; null: there is none
  std::shared_ptr<remote::Relation> remote = {};         // of another database, in the place of a path; or null
};

// Statements rather than rows.
inline bool is_script(const SourceFile& file) {
  return file.format.kind == Format::Kind::sql;
}

// The files of --source and what was downloaded. Sources are each a file or a folder, sorted by name. In a folder,
// names that begin with a dot are left out (a ConfigMap keeps its versions in ..data), links are followed, and a
// load.yaml describes the others, and may name files at addresses, which have no path here. Errors (problem):
// load.source_missing, load.source_empty, load.unsupported, load.bad_name, load.duplicate_table, load.bad_description.
core::Expected<std::vector<SourceFile>> list_sources(std::span<const std::string> sources,
                                                     std::span<const SourceFile> downloaded = {});

// The one file of --source, into `table`.
core::Expected<std::vector<SourceFile>> list_single(std::span<const std::string> sources, const TableName& table,
                                                    std::span<const SourceFile> downloaded = {});

}  // namespace chandler::dataset
