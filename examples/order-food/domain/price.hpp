#pragma once

#include <cstdint>
#include <string>

namespace order_food {

// An amount in euro cents: exact, so that sums never round.
struct Price {
  std::int64_t cents = 0;

  friend auto operator<=>(const Price&, const Price&) = default;
  friend Price operator+(Price a, Price b) { return {a.cents + b.cents}; }
  friend Price operator*(Price price, int count) { return {price.cents * count}; }
};

// "12.50", as PostgreSQL writes numeric(8,2).
std::string to_string(Price price);

}  // namespace order_food
