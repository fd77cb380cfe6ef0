#include <exception>
#include <print>

#include "examples/order-food/http/server.hpp"
#include "examples/order-food/settings.hpp"

namespace {

int run() {
  const auto settings = order_food::settings_from_environment();
  if (settings) return order_food::serve(*settings);
  std::println(stderr, "order-food: {}", settings.error());
  return 64;
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    return 1;
  }
}
