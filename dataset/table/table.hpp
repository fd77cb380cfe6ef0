#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/table/table_name.hpp"

namespace chandler::dataset {

enum class Identity : std::uint8_t { none, always, by_default };

// What JSON needs to know of a type; domains count as what is beneath them.
enum class ValueKind : std::uint8_t { other, json, array, json_array };

struct Column {
  std::string name;
  std::string type;        // as SQL writes it: "numeric(6,2)"
  bool required = false;   // not null, and nothing fills it in
  bool generated = false;  // GENERATED ALWAYS AS (…) STORED
  Identity identity = Identity::none;
  std::string sequence;  // that it owns, quoted for SQL; or empty
  // Two values that are equal by = are the same to the last bit: text, int, timestamp, …; not numeric
  // (1.0 and 1.00), citext or json.
  bool exact = false;
  ValueKind kind = ValueKind::other;
  std::uint32_t type_oid = 0;
  int modifier = -1;    // what the type was declared with: the length of a varchar; -1: nothing
  bool binary = false;  // of a built-in type whose binary form means the same in every database
  bool secret = false;  // load.yaml: its values are never shown
};

// A table as the catalogue has it.
struct Table {
  std::string oid;
  TableName name;  // with its schema
  std::vector<Column> columns;
  std::vector<std::string> key;  // the primary key's columns, in its order

  const Column* find(std::string_view column) const;
  bool in_key(std::string_view column) const;
};

// A foreign key between two tables of one run, by their places in it.
struct Reference {
  std::size_t child = 0;
  std::size_t parent = 0;
  bool deferrable = false;
};

}  // namespace chandler::dataset
