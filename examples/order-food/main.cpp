#include <print>

#include "examples/order-food/http/server.hpp"
#include "examples/order-food/settings.hpp"

int main() {
  const auto settings = order_food::settings_from_environment();
  if (!settings) {
    std::println(stderr, "order-food: {}", settings.error());
    return 64;
  }
  return order_food::serve(*settings);
}
