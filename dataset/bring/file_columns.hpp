#pragma once

#include <vector>

#include "core/error.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/source/source.hpp"
#include "dataset/stage/conversion.hpp"
#include "dataset/table/table.hpp"

namespace chandler::dataset {

struct FileColumns {
  std::vector<Column> loaded;    // the table's, in the file's order
  std::vector<FileColumn> file;  // all of the file
  bool as_they_are = true;       // every one of the file is loaded with no cast and no default
};

// What becomes of the file's columns, by their names and the file's entry in load.yaml. Errors (problem):
// load.bad_description; those of match_header.
core::Expected<FileColumns> plan_columns(const csv::Header& header, const Table& table, const SourceFile& file);

}  // namespace chandler::dataset
