#include "examples/order-food/domain/price.hpp"

#include <catch2/catch_test_macros.hpp>

using order_food::Price;

TEST_CASE("a price is written as numeric(8,2) is") {
  CHECK(to_string(Price{0}) == "0.00");
  CHECK(to_string(Price{5}) == "0.05");
  CHECK(to_string(Price{1250}) == "12.50");
  CHECK(to_string(Price{-199}) == "-1.99");
  CHECK(to_string(Price{99'999'999}) == "999999.99");
}

TEST_CASE("sums of prices are exact") {
  Price sum;
  for (int i = 0; i < 10; ++i) sum = sum + Price{10};
  CHECK(sum == Price{100});
  CHECK(Price{1290} * 3 == Price{3870});
}
