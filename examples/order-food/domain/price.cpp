#include "examples/order-food/domain/price.hpp"

#include <format>

namespace order_food {

std::string to_string(Price price) {
  const auto magnitude = price.cents < 0 ? -price.cents : price.cents;
  return std::format("{}{}.{:02}", price.cents < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}

}  // namespace order_food
