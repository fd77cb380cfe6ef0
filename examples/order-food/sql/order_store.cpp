#include "examples/order-food/sql/order_store.hpp"

#include <pqxx/pqxx>

namespace order_food {

namespace {

// Locked until the end, so that no price changes between reading it and writing the order.
std::map<int, Price> prices_of(pqxx::work& transaction, const OrderRequest& request) {
  std::vector<int> ids;
  ids.reserve(request.items.size());
  for (const auto& wanted : request.items) ids.push_back(wanted.item);
  std::map<int, Price> prices;
  for (const auto& row :
       transaction.exec("SELECT id, (price * 100)::bigint FROM food_item WHERE id = ANY($1) AND available FOR SHARE",
                        pqxx::params{ids})) {
    prices.emplace(row[0].as<int>(), Price{row[1].as<std::int64_t>()});
  }
  return prices;
}

std::int64_t insert_order(pqxx::work& transaction, const PricedOrder& order) {
  const auto id = transaction
                      .exec("INSERT INTO orders (customer, total) VALUES ($1, $2::bigint / 100.0) RETURNING id",
                            pqxx::params{order.customer, order.total.cents})
                      .one_row()[0]
                      .as<std::int64_t>();
  for (const auto& line : order.lines) {
    transaction
        .exec(
            "INSERT INTO order_line (order_id, food_item_id, quantity, unit_price) VALUES ($1, $2, $3, $4::bigint / "
            "100.0)",
            pqxx::params{id, line.item, line.quantity, line.unit_price.cents})
        .no_rows();
  }
  return id;
}

}  // namespace

std::expected<PlacedOrder, Problems> place_order(pqxx::connection& connection, const OrderRequest& request) {
  pqxx::work transaction(connection);
  auto order = priced(request, prices_of(transaction, request));
  if (!order) return std::unexpected(std::move(order.error()));
  const auto id = insert_order(transaction, *order);
  transaction.commit();
  return PlacedOrder{.id = id, .order = std::move(*order)};
}

}  // namespace order_food
