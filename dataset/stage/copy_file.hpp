#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/stage/encoder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// COPY … FROM STDIN of the data set's file, into its raw table where it has one.
std::string copy_statement(const DataSet& data_set, Into into);

// Sends the file through COPY within the open transaction; the rows copied. Memory does not depend on
// its size. Errors (problem): load.bad_csv, load.bad_json, load.bad_value with line, column and value; load.changed
// (could_not) when the file is not what was hashed.
core::Expected<std::int64_t> copy_file(platform::postgres::Session& session, const DataSet& data_set, Into into);

// The latter half of it for a data set with a conversion: from the raw table, which is dropped. Errors: those of
// find_conversion and the server's.
core::Expected<void> convert_file(platform::postgres::Session& session, const DataSet& data_set, Into into);

}  // namespace chandler::dataset
