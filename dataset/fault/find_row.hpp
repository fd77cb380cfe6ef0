#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Which row of the stage made the merge fail, after a rollback to where stage and delta are still there.
// Works for every constraint and trigger: a foreign key by looking for the missing parent, all others by
// halving the lines and trying again, which takes about as long as the merge itself.
core::Error find_row(platform::postgres::Session& session, const DataSet& data_set,
                     const platform::postgres::ServerError& error);

// The first row whose foreign key `error.constraint` finds no parent; nullopt: it is not that simple.
std::optional<core::Error> find_orphan(platform::postgres::Session& session, const DataSet& data_set,
                                       const platform::postgres::ServerError& error);

// Two rows of the stage with one key.
core::Error find_duplicate(platform::postgres::Session& session, const DataSet& data_set,
                           const platform::postgres::ServerError& error);

}  // namespace chandler::dataset
