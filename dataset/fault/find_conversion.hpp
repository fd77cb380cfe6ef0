#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Which value of the raw table a cast of load.yaml, or the column behind it, does not take: found by halving the
// lines, after a rollback to where the raw table and the empty stage are still there.
core::Error find_conversion(platform::postgres::Session& session, const DataSet& data_set,
                            const platform::postgres::ServerError& error);

}  // namespace chandler::dataset
