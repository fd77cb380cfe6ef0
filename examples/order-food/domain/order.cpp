#include "examples/order-food/domain/order.hpp"

#include <format>
#include <set>

namespace order_food {

namespace {

std::string field_of(std::size_t index, std::string_view name) {
  return std::format("items[{}].{}", index, name);
}

}  // namespace

Problems problems_of(const OrderRequest& request) {
  Problems found;
  if (request.customer.empty()) found.push_back({"customer", "is empty"});
  if (request.customer.contains('\0')) found.push_back({"customer", "holds a NUL character"});
  if (request.customer.size() > max_customer_bytes) {
    found.push_back({"customer", std::format("is longer than {} bytes", max_customer_bytes)});
  }
  if (request.items.empty()) found.push_back({"items", "is empty"});
  if (request.items.size() > max_items) {
    found.push_back({"items", std::format("holds {} items; at most {}", request.items.size(), max_items)});
  }
  std::set<int> seen;
  for (std::size_t i = 0; i < request.items.size(); ++i) {
    const auto& [item, quantity] = request.items[i];
    if (!seen.insert(item).second) found.push_back({field_of(i, "item"), std::format("{} is there twice", item)});
    if (quantity < 1 || quantity > max_quantity) {
      found.push_back({field_of(i, "quantity"), std::format("{} is not between 1 and {}", quantity, max_quantity)});
    }
  }
  return found;
}

std::expected<PricedOrder, Problems> priced(const OrderRequest& request, const std::map<int, Price>& prices) {
  PricedOrder order{.customer = request.customer, .lines = {}, .total = {}};
  Problems found;
  for (std::size_t i = 0; i < request.items.size(); ++i) {
    const auto& [item, quantity] = request.items[i];
    const auto price = prices.find(item);
    if (price == prices.end()) {
      found.push_back({field_of(i, "item"), std::format("{} is not on the menu", item)});
      continue;
    }
    order.lines.push_back({item, quantity, price->second});
    order.total = order.total + price->second * quantity;
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return order;
}

}  // namespace order_food
