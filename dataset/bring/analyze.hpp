#pragma once

#include <span>

#include "dataset/bring/bring.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// ANALYZE for tables of which a tenth or more changed, and a thousand rows: an application that starts now is not to
// wait for autovacuum with plans for an empty table. After the commit, so that it prolongs no lock; best effort: it is
// left to autovacuum where another one holds the table's lock, or the role is not the owner.
void analyze_large_changes(platform::postgres::Session& session, std::span<const DataSet> data_sets,
                           std::span<const DataSetResult> results);

}  // namespace chandler::dataset
