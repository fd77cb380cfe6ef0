#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Brings the staged rows into the table within the open transaction. Errors (problem), with the row's
// line: load.duplicate_key, load.bad_row; and the server's. After an error the transaction is only good
// for a rollback.
core::Expected<Counts> merge(platform::postgres::Session& session, const DataSet& data_set);

// The same with each staged row as a new one.
core::Expected<Counts> append_staged(platform::postgres::Session& session, const DataSet& data_set);

}  // namespace chandler::dataset
