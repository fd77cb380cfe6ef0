#pragma once

#include <string>

#include "core/error.hpp"
#include "init/load/csv/header.hpp"
#include "init/load/merge_sql.hpp"
#include "init/load/source.hpp"
#include "init/load/table.hpp"

namespace chandler::load {

// One file with its table, checked against each other and ready to be loaded.
struct DataSet {
  SourceFile file;
  std::string hash;
  Table table;
  csv::Header header;
  MergeSql sql;
};

// The header of a file. Errors: load.bad_csv, load.unreadable (problem).
core::Expected<csv::Header> header_of(const SourceFile& file);

}  // namespace chandler::load
