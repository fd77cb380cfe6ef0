#include "dataset/table/table.hpp"

#include <algorithm>

namespace chandler::dataset {

const Column* Table::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

bool Table::in_key(std::string_view column) const {
  return std::ranges::contains(key, column);
}

}  // namespace chandler::dataset
