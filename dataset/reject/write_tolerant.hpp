#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/reject/rejects.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Writes the delta's rows into the table; those that a constraint or a trigger refuses go to `rejects`. After a
// rollback to where nothing of it was written. k bad rows cost some log(k) times the write. Errors:
// load.too_many_errors; the server's.
core::Expected<Counts> write_tolerant(platform::postgres::Session& session, const DataSet& data_set, Rejects& rejects);

}  // namespace chandler::dataset
