#pragma once

#include "cron/probe/compare/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::probe::compare {

// Tables of people's schemas, a partitioned one without its partitions; not those that Chandler keeps its books in.
platform::postgres::Answer<Catalogue> read_catalogue(platform::postgres::Session& session);

}  // namespace chandler::probe::compare
