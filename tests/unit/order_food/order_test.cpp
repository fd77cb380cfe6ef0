#include "examples/order-food/domain/order.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace order_food;

TEST_CASE("a sound order has no problems") {
  CHECK(problems_of({.customer = "Ada", .items = {{7, 1}, {8, max_quantity}}}).empty());
}

TEST_CASE("all problems of an order are told at once") {
  const OrderRequest request{.customer = "", .items = {{7, 0}, {7, 100}}};
  CHECK(problems_of(request) == Problems{{"customer", "is empty"},
                                         {"items[0].quantity", "0 is not between 1 and 99"},
                                         {"items[1].item", "7 is there twice"},
                                         {"items[1].quantity", "100 is not between 1 and 99"}});
}

TEST_CASE("an order has a first item and a last") {
  CHECK(problems_of({.customer = "Ada", .items = {}}) == Problems{{"items", "is empty"}});
  OrderRequest request{.customer = std::string(max_customer_bytes + 1, 'x'), .items = {}};
  for (int item = 0; item <= max_items; ++item) request.items.push_back({item, 1});
  CHECK(problems_of(request) ==
        Problems{{"customer", "is longer than 200 bytes"}, {"items", "holds 51 items; at most 50"}});
}

TEST_CASE("an order gets the menu's prices and their exact sum") {
  const auto order = priced({.customer = "Ada", .items = {{7, 3}, {8, 1}}}, {{7, {1290}}, {8, {5}}, {9, {1}}});
  REQUIRE(order);
  CHECK(order->total == Price{3875});
  REQUIRE(order->lines.size() == 2);
  CHECK(order->lines[0].unit_price == Price{1290});
}

TEST_CASE("what is not on the menu cannot be ordered") {
  const auto order = priced({.customer = "Ada", .items = {{7, 1}, {404, 1}}}, {{7, {1290}}});
  REQUIRE_FALSE(order);
  CHECK(order.error() == Problems{{"items[1].item", "404 is not on the menu"}});
}
