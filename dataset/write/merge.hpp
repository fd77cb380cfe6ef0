#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/reject/rejects.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Makes the stage's index by key, which finds every doubled one, and helps the join that follows. Errors as merge's.
core::Expected<void> index_stage(platform::postgres::Session& session, const DataSet& data_set, Rejects* rejects);

// Brings the staged rows into the table within the open transaction. Errors (problem), with the row's
// line: load.duplicate_key, load.bad_row; and the server's. After an error the transaction is only good
// for a rollback. `rejects` takes the bad rows; null: the first one is the error.
core::Expected<Counts> merge(platform::postgres::Session& session, const DataSet& data_set, Rejects* rejects);

// The same with each staged row as a new one.
core::Expected<Counts> append_staged(platform::postgres::Session& session, const DataSet& data_set, Rejects* rejects);

}  // namespace chandler::dataset
