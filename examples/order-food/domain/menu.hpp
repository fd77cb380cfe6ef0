#pragma once

#include <string>
#include <vector>

#include "examples/order-food/domain/price.hpp"

namespace order_food {

// A dish that can be ordered now.
struct FoodItem {
  int id = 0;
  std::string category;
  std::string name;
  std::string description;  // may hold line breaks
  Price price;
  bool vegetarian = false;
  std::vector<std::string> allergens;
};

using Menu = std::vector<FoodItem>;

}  // namespace order_food
