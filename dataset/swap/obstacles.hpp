#pragma once

#include <string>

#include "core/error.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::swap {

// Whether a table built beside can take this one's place. Errors (problem): refresh.cannot_swap, naming all that
// hangs on the table and would not follow (views, foreign keys of others, triggers, policies, publications,
// partitions, …); the server's.
core::Expected<void> check_swappable(platform::postgres::Session& session, const Table& table, const std::string& file);

}  // namespace chandler::dataset::swap
