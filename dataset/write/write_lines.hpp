#pragma once

#include "dataset/ledger/ledger.hpp"
#include "dataset/write/merge_sql.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Writes the delta's rows of these lines: first those that differ, then those that are new.
platform::postgres::Answer<Counts> write_lines(platform::postgres::Session& session, const MergeSql& sql,
                                               const LineRange& lines);

}  // namespace chandler::dataset
