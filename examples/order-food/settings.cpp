#include "examples/order-food/settings.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <format>
#include <limits>

namespace order_food {

namespace {

// Leaves `target` as it is when the variable is not set.
template <typename Number>
std::expected<void, std::string> read_number(const char* name, Number min, Number max, Number& target) {
  const char* text = std::getenv(name);
  if (text == nullptr) return {};
  const char* end = text + std::strlen(text);
  Number value{};
  const auto [stop, error] = std::from_chars(text, end, value);
  if (error != std::errc{} || stop != end || value < min || value > max) {
    return std::unexpected(std::format("{}={}: expected a whole number from {} to {}", name, text, min, max));
  }
  target = value;
  return {};
}

}  // namespace

std::expected<Settings, std::string> settings_from_environment() {
  Settings settings;
  auto drain = settings.drain.count();
  const auto port =
      read_number<std::uint16_t>("ORDER_FOOD_LISTEN_PORT", 1, std::numeric_limits<std::uint16_t>::max(), settings.port);
  if (!port) return std::unexpected(port.error());
  const auto connections = read_number<std::size_t>("ORDER_FOOD_CONNECTIONS", 1, 100, settings.connections);
  if (!connections) return std::unexpected(connections.error());
  const auto drained = read_number<std::chrono::seconds::rep>("ORDER_FOOD_DRAIN", 0, 60, drain);
  if (!drained) return std::unexpected(drained.error());
  settings.drain = std::chrono::seconds{drain};
  return settings;
}

}  // namespace order_food
