#pragma once

#include "core/error.hpp"
#include "dataset/description/description.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Gives the table the key that load.yaml names in place of its primary key. Errors (problem):
// load.bad_description for a column that is unknown or may be NULL, and where no unique index is over just
// these columns.
core::Expected<void> choose_key(platform::postgres::Session& session, Table& table, const description::Entry& entry);

}  // namespace chandler::dataset
