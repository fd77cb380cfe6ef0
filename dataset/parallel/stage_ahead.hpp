#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/parallel/shared_stages.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::parallel {

// Fills the data sets' stages by up to `jobs` connections before the transaction that is open in `session`, with the
// locks, goes on to read them. The data sets copy into shared stages then, which `stages` has to drop. The rows of
// each; nullopt, with a warning that says why: it cannot be done here, so one connection has to do. Errors: those of
// fill().
core::Expected<std::optional<std::vector<std::int64_t>>> stage_ahead(platform::postgres::Session& session,
                                                                     std::span<DataSet> data_sets, std::size_t jobs,
                                                                     SharedStages& stages, const std::stop_token& stop);

}  // namespace chandler::dataset::parallel
