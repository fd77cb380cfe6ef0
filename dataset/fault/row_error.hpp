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

// Where a row stands in its file.
struct RowPlace {
  std::string file;
  std::uint64_t line = 0;     // on which it begins; 0: not known
  std::uint64_t element = 0;  // of a JSON array, from 1; 0: of another kind of file
  std::uint64_t row = 0;      // of another database, from 1; 0: of a file
};

// "food_item.csv:17, column price", "food_item.json: element 17 (line 40)".
std::string text_of(const RowPlace& place, std::string_view column = {});

// "element 17", "row 17", "line 17": within its source.
std::string number_of(const RowPlace& place);

// A value for a message: in quotes, line ends and other control characters shown as \n and the like, and
// cut after about 60 bytes.
std::string shown(std::string_view value);

// The name of column `field` (from 1); empty: there is none, or it is 0.
std::string_view column_named(std::span<const Column> columns, std::size_t field);

// The file is no CSV, or one row is not as the header says. load.bad_csv.
core::Error defect_error(const csv::Defect& defect, const std::string& file, std::span<const Column> columns);

// A value that its column's type does not take; nullopt is NULL; hidden where the column is secret.
// load.bad_value.
core::Error value_error(const platform::postgres::ServerError& error, const RowPlace& place, const Column& column,
                        const std::optional<std::string>& value);

// A row that a constraint or a trigger refuses; `column` may be empty. `secrets`: the row has values that must
// not be shown, so what the server says of them is left out. load.bad_row.
core::Error row_error(const platform::postgres::ServerError& error, const RowPlace& place, std::string_view column,
                      bool secrets = false);

// Two rows with the same key. load.duplicate_key.
core::Error duplicate_error(const RowPlace& place, const RowPlace& earlier, const std::string& key);

}  // namespace chandler::dataset
