#pragma once

#include <expected>

#include "examples/order-food/domain/order.hpp"

namespace pqxx {
class connection;
}

namespace order_food {

// Reads the prices, writes the order and its lines: one transaction. A commit in doubt is
// thrown (pqxx::in_doubt_error) and never tried again, for the customer would get two meals.
std::expected<PlacedOrder, Problems> place_order(pqxx::connection& connection, const OrderRequest& request);

}  // namespace order_food
