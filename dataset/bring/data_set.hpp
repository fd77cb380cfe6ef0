#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/content_hash.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/diff/sample.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/meter/meter.hpp"
#include "dataset/policy/policy.hpp"
#include "dataset/source/source.hpp"
#include "dataset/stage/conversion.hpp"
#include "dataset/table/table.hpp"
#include "dataset/write/merge_sql.hpp"
#include "platform/postgres/server_error.hpp"

namespace chandler::dataset {

// One file with its table, checked against each other and ready to be loaded.
struct DataSet {
  SourceFile file;
  ContentHash hash;
  Table table;
  csv::Header header;
  MergeSql sql;
  std::optional<Conversion> conversion;  // nullopt: the file's columns go in as they are
  Policy policy;
  Meter* meter = nullptr;          // is told how far the file is read
  std::shared_ptr<Sample> sample;  // is told what changes; null: nobody asks
};

// How the file goes into its table in a run of this policy: load.yaml's word goes first. A load always merges and
// deletes nothing, whatever a refresh of the same files is to do.
Policy policy_of(const SourceFile& file, const Policy& of_run, Purpose purpose);

// Whether the ledger knows the data set as brought.
Question question_of(const DataSet& data_set);
Need need_of(const Policy& policy);

// The columns that COPY writes, in the file's order.
std::vector<Column> copied_columns(const DataSet& data_set);

// Whether load.yaml calls a column secret, so that the server's words about a row may hold one.
bool has_secrets(const DataSet& data_set);

// The server's error without what may hold a secret value of the data set: detail, hint, and the message where it
// is about a value or a trigger's own. As it is where there are no secrets.
platform::postgres::ServerError discreet(const DataSet& data_set, platform::postgres::ServerError error);

// The hash of its content; of another database's rows it is known once they were read, and until then empty.
const std::string& known_hash(const DataSet& data_set);

// What names the columns: those of another database's table, but what the target makes of others by itself; the header
// of a CSV file; the keys of the first object, none where there is no object. Errors: load.bad_csv, load.bad_json,
// load.unreadable (problem).
core::Expected<csv::Header> header_of(const SourceFile& file, const Table& table);

}  // namespace chandler::dataset
