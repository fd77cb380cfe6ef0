#include "examples/order-food/sql/menu_store.hpp"

#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

namespace order_food {

Menu read_menu(pqxx::connection& connection) {
  pqxx::read_transaction transaction(connection);
  Menu menu;
  for (auto [id, category, name, description, cents, vegetarian, allergens] :
       transaction.query<int, std::string, std::string, std::string, std::int64_t, bool, std::string>(R"(
         SELECT item.id, category.name, item.name, item.description, (item.price * 100)::bigint, item.vegetarian,
                array_to_json(item.allergens)
           FROM food_item AS item JOIN category ON category.id = item.category_id
          WHERE item.available
          ORDER BY category.position, item.id)")) {
    menu.push_back({.id = id,
                    .category = std::move(category),
                    .name = std::move(name),
                    .description = std::move(description),
                    .price = {cents},
                    .vegetarian = vegetarian,
                    .allergens = nlohmann::json::parse(allergens).get<std::vector<std::string>>()});
  }
  return menu;
}

void ping(pqxx::connection& connection) {
  pqxx::nontransaction transaction(connection);
  transaction.exec("SELECT 1").one_row();
}

}  // namespace order_food
