#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Compares a source with what the table was last brought from, as the ledger has it; one query. Errors (problem):
// those of check_columns and check_age; the server's.
core::Expected<void> guard_source(platform::postgres::Session& session, const DataSet& data_set);

}  // namespace chandler::dataset
