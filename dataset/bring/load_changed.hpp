#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/script/script.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Brings what is to be merged, appended or run in one transaction, and commits it; rolls it back in a dry run. Tries
// again where that may help. Errors: those of transaction.hpp and commit().
core::Expected<std::vector<DataSetResult>> load_changed(platform::postgres::Session& session, const Options& options,
                                                        std::span<const DataSet> data_sets,
                                                        std::span<const Script> scripts, const std::stop_token& stop);

}  // namespace chandler::dataset
