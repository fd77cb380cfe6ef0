#include "examples/order-food/json/menu_json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace order_food;

TEST_CASE("an empty menu is a menu") {
  CHECK(menu_to_json({}) == R"({"count":0,"items":[]})");
}

TEST_CASE("a menu keeps quotes, line breaks and every script") {
  const Menu menu{{.id = 1,
                   .category = "Soups",
                   .name = "Borschtsch \"Kyjiw\" – Борщ",
                   .description = "first line\nsecond line",
                   .price = {850},
                   .vegetarian = true,
                   .allergens = {"celery", "milk"}}};
  const auto body = nlohmann::json::parse(menu_to_json(menu));
  CHECK(body.at("count") == 1);
  const auto& item = body.at("items").at(0);
  CHECK(item.at("name") == "Borschtsch \"Kyjiw\" – Борщ");
  CHECK(item.at("description") == "first line\nsecond line");
  CHECK(item.at("price") == "8.50");
  CHECK(item.at("allergens") == nlohmann::json{"celery", "milk"});
}
