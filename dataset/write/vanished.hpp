#pragma once

#include <cstdint>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Deletes the rows whose key the stage, which is merged already, does not have; how many. Errors: those of
// check_deletions, before any row is gone; a row that others refer to (load.bad_row); the server's.
core::Expected<std::int64_t> delete_vanished(platform::postgres::Session& session, const DataSet& data_set,
                                             const Counts& merged);

}  // namespace chandler::dataset
