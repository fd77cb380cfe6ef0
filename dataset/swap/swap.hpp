#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::swap {

// Brings the data sets by building a table beside each and then renaming them all in one transaction of
// milliseconds, together with the ledger's rows. Killed at any moment, it leaves the old tables or the new ones, and
// at most a table beside, which the next run drops. `dry_run` builds and drops. The data sets' locks are held by the
// session throughout. Errors: those of check_swappable, build and brief_lock.hpp; refresh.table_changed (could_not)
// when somebody altered a table meanwhile; those of commit().
core::Expected<std::vector<DataSetResult>> swap_all(platform::postgres::Session& session,
                                                    std::span<const DataSet> data_sets, const Options& options,
                                                    const std::stop_token& stop);

}  // namespace chandler::dataset::swap
