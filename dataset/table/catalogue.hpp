#pragma once

#include <span>
#include <vector>

#include "core/error.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Reads a table's columns and key. Errors: load.no_table, load.not_a_table (problem), and
// the server's.
core::Expected<Table> read_table(platform::postgres::Session& session, const TableName& name, const std::string& file);

// The foreign keys among these tables; those of a table to itself are left out.
core::Expected<std::vector<Reference>> read_references(platform::postgres::Session& session,
                                                       std::span<const Table> tables);

}  // namespace chandler::dataset
