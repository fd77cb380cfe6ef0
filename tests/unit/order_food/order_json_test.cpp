#include "examples/order-food/json/order_json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace order_food;

TEST_CASE("an order is read from JSON") {
  const auto request = order_from_json(R"({"customer": "Ada", "items": [{"item": 7, "quantity": 2}]})");
  REQUIRE(request);
  CHECK(request->customer == "Ada");
  REQUIRE(request->items.size() == 1);
  CHECK(request->items[0].item == 7);
  CHECK(request->items[0].quantity == 2);
}

namespace {

Problems problems(std::string_view text) {
  return order_from_json(text).error();
}

}  // namespace

TEST_CASE("what is no JSON object is no order") {
  const Problems expected{{"body", "is not a JSON object"}};
  CHECK(problems("") == expected);
  CHECK(problems("[1]") == expected);
  CHECK(problems("{") == expected);
}

TEST_CASE("what is wrong in an order is told by field") {
  CHECK(problems("{}") == Problems{{"customer", "is not a text"}, {"items", "is not a list"}});
  CHECK(problems(R"({"customer": "Ada", "items": [7, {"item": "7", "quantity": 1.5}]})") ==
        Problems{{"items[0]", "is not an object"},
                 {"items[1].item", "is not a whole number from 0 on"},
                 {"items[1].quantity", "is not a whole number from 0 on"}});
  CHECK(problems(R"({"customer": "Ada", "items": []})") == Problems{{"items", "is empty"}});
}

TEST_CASE("a number that is too large is not cut") {
  CHECK(problems(R"({"customer": "Ada", "items": [{"item": 99999999999, "quantity": 1}]})") ==
        Problems{{"items[0].item", "is not a whole number from 0 on"}});
}

TEST_CASE("a placed order is written with exact prices") {
  const PlacedOrder placed{.id = 12, .order = {.customer = "Ada", .lines = {{7, 2, {1290}}}, .total = {2580}}};
  CHECK(order_to_json(placed) ==
        R"({"id":12,"customer":"Ada","items":[{"item":7,"quantity":2,"unit_price":"12.90"}],"total":"25.80"})");
}

TEST_CASE("problems are written one by one") {
  CHECK(problems_to_json({{"items", "is empty"}}) ==
        R"({"error":"the order cannot be taken","problems":[{"field":"items","message":"is empty"}]})");
}
