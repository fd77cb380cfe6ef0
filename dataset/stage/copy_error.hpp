#pragma once

#include <cstdint>
#include <optional>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/stage/copy_context.hpp"
#include "platform/postgres/server_error.hpp"

namespace chandler::dataset {

// The row that made a COPY of the data set fail. Nullopt: no row is at fault, or COPY did not write to a table that
// has lines.
std::optional<CopyPlace> row_at_fault(const platform::postgres::ServerError& error, const DataSet& data_set);

// What to tell about it: load.bad_value or load.bad_row with the file's line, for which the file is read again up to
// `place`, a line of a COPY that was sent all of the file; the server's words without one.
core::Error copy_error(const platform::postgres::ServerError& error, const DataSet& data_set,
                       const std::optional<CopyPlace>& place);

// The server counted other rows than we did.
core::Error count_mismatch(const DataSet& data_set, std::int64_t copied, std::uint64_t records);

}  // namespace chandler::dataset
