#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>

namespace order_food {

// From the environment; the database comes from libpq's own PG* variables.
struct Settings {
  std::uint16_t port = 8080;  // ORDER_FOOD_LISTEN_PORT; ORDER_FOOD_PORT is Kubernetes' own, for a Service of that name
  std::size_t connections = 4;    // ORDER_FOOD_CONNECTIONS: to the database, at most
  std::chrono::seconds drain{3};  // ORDER_FOOD_DRAIN: after SIGTERM, until the Service has stopped sending
};

// The error names the variable, its value and what was expected.
std::expected<Settings, std::string> settings_from_environment();

}  // namespace order_food
