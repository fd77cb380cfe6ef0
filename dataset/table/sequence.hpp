#pragma once

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Moves the sequences of loaded identity and serial columns beyond their largest values, so that the
// application's next row gets a number that is free. Never back, and not undone by a rollback. A role
// without the right to is warned about, not stopped.
core::Expected<void> advance_sequences(platform::postgres::Session& session, const DataSet& data_set);

}  // namespace chandler::dataset
