#pragma once

#include <string>

#include "examples/order-food/domain/menu.hpp"

namespace order_food {

// {"count": N, "items": [{"id", "category", "name", "description", "price", "vegetarian", "allergens"}, …]};
// prices are strings, because a JSON number is not exact.
std::string menu_to_json(const Menu& menu);

}  // namespace order_food
