#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/table/table.hpp"

namespace chandler::dataset {

// The table's columns in the header's order. Errors (problem), each naming the column: load.bad_header
// for one that is unknown, doubled, generated, or missing though the key or a row needs it.
core::Expected<std::vector<Column>> match_header(const csv::Header& header, const Table& table,
                                                 const std::string& file);

}  // namespace chandler::dataset
