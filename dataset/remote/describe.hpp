#pragma once

#include <vector>

#include "core/error.hpp"
#include "dataset/remote/relation.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::remote {

// Fills in table, columns and the like, by what the server makes of the relation within the open transaction. Errors
// (problem): source.refused, source.bad_query; source.lost.
core::Expected<void> describe_relation(platform::postgres::Session& session, Relation& relation);

// The columns as they are now.
core::Expected<std::vector<RemoteColumn>> read_columns(platform::postgres::Session& session, const Relation& relation);

}  // namespace chandler::dataset::remote
