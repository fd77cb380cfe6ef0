#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dataset/format/format.hpp"

namespace chandler::dataset {

// A table as written, not quoted. An empty schema: PostgreSQL's search_path finds it.
struct TableName {
  std::string schema;
  std::string table;

  // "public"."Order Item": as SQL takes it.
  std::string quoted() const;
  // public.Order Item: for a person.
  std::string display() const;

  friend bool operator==(const TableName&, const TableName&) = default;
};

struct NamedTable {
  TableName table;
  Format format;
};

// "food_item.csv", "menu.food_item.csv.gz": letter for letter, so upper case and blanks are meant. A script stands
// under its own name, "seed.sql", in the place of a table's.
// Errors: load.unsupported for another ending, load.bad_name.
core::Expected<NamedTable> table_of_file(std::string_view file_name);

// The format alone, by the ending. Errors: load.unsupported.
core::Expected<NamedFormat> format_of_file(std::string_view file_name);

// --table: as in SQL, so that food_item, menu.food_item and "My.Schema"."Order Item" do; what is not in
// quotes is folded to lower case. Errors: load.bad_name (usage).
core::Expected<TableName> table_of_flag(std::string_view text);

}  // namespace chandler::dataset
