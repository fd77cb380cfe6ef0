#pragma once

#include "examples/order-food/domain/menu.hpp"

namespace pqxx {
class connection;
}

namespace order_food {

// What can be ordered now, in the order of the printed menu.
Menu read_menu(pqxx::connection& connection);

// Throws unless the database answers a query.
void ping(pqxx::connection& connection);

}  // namespace order_food
