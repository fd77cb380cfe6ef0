#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "examples/order-food/domain/order.hpp"

namespace order_food {

// {"customer": "Ada", "items": [{"item": 7, "quantity": 2}]}; whatever is not that is a problem.
// The result has passed problems_of.
std::expected<OrderRequest, Problems> order_from_json(std::string_view text);

std::string order_to_json(const PlacedOrder& placed);

// {"error": "…", "problems": [{"field", "message"}, …]}
std::string problems_to_json(const Problems& problems);
std::string error_to_json(std::string_view message);

}  // namespace order_food
