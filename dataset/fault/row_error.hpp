#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dataset/csv/defect.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/server_error.hpp"

namespace chandler::dataset {

// Where a row is: "food_item.csv:17, column price".
std::string place_of(const std::string& file, std::uint64_t line, std::string_view column = {});

// A value for a message: in quotes, line ends and other control characters shown as \n and the like, and
// cut after about 60 bytes.
std::string shown(std::string_view value);

// The file is no CSV, or one row is not as the header says. load.bad_csv.
core::Error defect_error(const csv::Defect& defect, const std::string& file, std::span<const Column> columns);

// A value that its column's type does not take; nullopt is NULL. load.bad_value.
core::Error value_error(const platform::postgres::ServerError& error, const std::string& file, std::uint64_t line,
                        const Column& column, const std::optional<std::string>& value);

// A row that a constraint or a trigger refuses; `column` may be empty. load.bad_row.
core::Error row_error(const platform::postgres::ServerError& error, const std::string& file, std::uint64_t line,
                      std::string_view column);

// Two rows with the same key. load.duplicate_key.
core::Error duplicate_error(const std::string& file, std::uint64_t line, std::uint64_t earlier, const std::string& key);

}  // namespace chandler::dataset
