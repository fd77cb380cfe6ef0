#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/stage/encoder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Sends the file through COPY within the open transaction; the rows copied. Memory does not depend on
// its size. Errors (problem): load.bad_csv, load.bad_json, load.bad_value with line, column and value; load.changed
// (could_not) when the file is not what was hashed.
core::Expected<std::int64_t> copy_file(platform::postgres::Session& session, const DataSet& data_set, Into into);

// The COPY that takes rows with their numbers, and its table as the server's errors name it.
std::string numbered_copy(const DataSet& data_set);
std::string numbered_table(const DataSet& data_set);

// Whether what was read is the content that the data set stands for; if not: load.changed (could_not).
bool is_the_hashed(const DataSet& data_set, std::string file_hash);
core::Error changed_while_read(const DataSet& data_set);

}  // namespace chandler::dataset
