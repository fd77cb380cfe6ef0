#include "examples/order-food/json/menu_json.hpp"

#include <nlohmann/json.hpp>

namespace order_food {

std::string menu_to_json(const Menu& menu) {
  auto items = nlohmann::ordered_json::array();
  for (const auto& item : menu) {
    items.push_back({{"id", item.id},
                     {"category", item.category},
                     {"name", item.name},
                     {"description", item.description},
                     {"price", to_string(item.price)},
                     {"vegetarian", item.vegetarian},
                     {"allergens", item.allergens}});
  }
  const nlohmann::ordered_json body{{"count", menu.size()}, {"items", std::move(items)}};
  return body.dump();
}

}  // namespace order_food
