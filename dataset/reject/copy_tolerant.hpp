#pragma once

#include <cstdint>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/reject/rejects.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// As copy_file does into the stage, which is there and empty, but bad rows go to `rejects`; the others are counted.
// A bad row costs some hundred rows to be sent anew; in a file whose columns are converted, a few passes over it for
// all bad values together. In memory is up to a MiB of rows, or the longest one. Errors: where the borders of rows are
// not known any more, and for another database, those of copy_file; load.too_many_errors; the server's.
core::Expected<std::int64_t> copy_tolerant(platform::postgres::Session& session, const DataSet& data_set,
                                           Rejects& rejects);

// The latter half of it for a data set with a conversion: from the raw table, which is dropped.
core::Expected<void> convert_tolerant(platform::postgres::Session& session, const DataSet& data_set, Rejects& rejects);

}  // namespace chandler::dataset
