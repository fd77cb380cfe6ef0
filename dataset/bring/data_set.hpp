#pragma once

#include <string>

#include "core/error.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/policy/policy.hpp"
#include "dataset/source/source.hpp"
#include "dataset/table/table.hpp"
#include "dataset/write/merge_sql.hpp"

namespace chandler::dataset {

// One file with its table, checked against each other and ready to be loaded.
struct DataSet {
  SourceFile file;
  std::string hash;
  Table table;
  csv::Header header;
  MergeSql sql;
  Policy policy;
};

// Whether the ledger knows the data set as brought.
Question question_of(const DataSet& data_set);
Need need_of(const Policy& policy);

// What names the columns: the header of a CSV file; the keys of the first object, none where there is no
// object. Errors: load.bad_csv, load.bad_json, load.unreadable (problem).
core::Expected<csv::Header> header_of(const SourceFile& file);

}  // namespace chandler::dataset
