#pragma once

#include <cstdint>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/stage/encoder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::remote {

// Sends the relation's rows, as the snapshot has them, through COPY within the open transaction; the rows copied. The
// relation then knows their hash. Memory: two pieces of 64 KiB, and libpq's for the longest row. Errors (problem):
// load.bad_value, load.bad_row with row and column, source.refused; (could_not) source.lost, load.changed.
core::Expected<std::int64_t> copy_relation(platform::postgres::Session& session, const DataSet& data_set, Into into);

}  // namespace chandler::dataset::remote
