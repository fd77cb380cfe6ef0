#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/load/csv/header.hpp"
#include "init/load/table.hpp"

namespace chandler::load {

// The table's columns in the header's order. Errors (problem), each naming the column: load.bad_header
// for one that is unknown, doubled, generated, or missing though the key or a row needs it.
core::Expected<std::vector<Column>> match_header(const csv::Header& header, const Table& table,
                                                 const std::string& file);

}  // namespace chandler::load
