#pragma once

#include "core/error.hpp"
#include "dataset/source/source.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::remote {

// Refuses a table as its own source, also by way of another address or a standby. Errors (problem): source.itself.
core::Expected<void> refuse_itself(platform::postgres::Session& session, const SourceFile& file, const Table& table);

}  // namespace chandler::dataset::remote
