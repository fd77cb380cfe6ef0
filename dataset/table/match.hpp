#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/table/table.hpp"

namespace chandler::dataset {

// The table's columns in the header's order; of a file without rows that names none, the key's. `where`
// and `names`: the place that names the columns, and what does there, for messages. Errors (problem), each naming the
// column: load.bad_header for one that is unknown, doubled, generated, or missing though the key or a row needs it.
core::Expected<std::vector<Column>> match_header(const csv::Header& header, const Table& table,
                                                 const std::string& where, std::string_view names = "the header");

}  // namespace chandler::dataset
