#pragma once

#include <cstdint>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/stage/encoder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Sends the file through COPY within the open transaction; the rows copied. Memory does not depend on
// its size. Errors (problem): load.bad_csv, load.bad_json, load.bad_value with line, column and value; load.changed
// (could_not) when the file is not what was hashed.
core::Expected<std::int64_t> copy_file(platform::postgres::Session& session, const DataSet& data_set, Into into);

}  // namespace chandler::dataset
