#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "examples/order-food/domain/price.hpp"

namespace order_food {

struct OrderedItem {
  int item = 0;  // food_item.id
  int quantity = 0;
};

// What a customer sends.
struct OrderRequest {
  std::string customer;
  std::vector<OrderedItem> items;
};

// What is wrong with a request; `field` is a path such as items[2].quantity.
struct Problem {
  std::string field;
  std::string message;

  friend bool operator==(const Problem&, const Problem&) = default;
};
using Problems = std::vector<Problem>;

// The same request with the price of each item at the time of the order.
struct OrderLine {
  int item = 0;
  int quantity = 0;
  Price unit_price;
};

struct PricedOrder {
  std::string customer;
  std::vector<OrderLine> lines;
  Price total;
};

struct PlacedOrder {
  std::int64_t id = 0;
  PricedOrder order;
};

inline constexpr int max_items = 50;
inline constexpr int max_quantity = 99;
inline constexpr std::size_t max_customer_bytes = 200;

// All that is wrong with the request itself, without a look at the menu; empty if nothing is.
Problems problems_of(const OrderRequest& request);

// Puts prices to a request. `prices` holds the items that can be ordered now: any other is a problem.
std::expected<PricedOrder, Problems> priced(const OrderRequest& request, const std::map<int, Price>& prices);

}  // namespace order_food
