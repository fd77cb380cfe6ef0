#include "examples/order-food/json/order_json.hpp"

#include <format>
#include <limits>
#include <optional>

#include <nlohmann/json.hpp>

namespace order_food {

namespace {

using nlohmann::json;

const json* member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::optional<int> small_integer(const json* value) {
  if (value == nullptr || !value->is_number_integer()) return std::nullopt;
  const auto number = value->get<std::int64_t>();
  if (number < 0 || number > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(number);
}

OrderedItem item_from(const json& value, std::size_t index, Problems& problems) {
  if (!value.is_object()) {
    problems.push_back({std::format("items[{}]", index), "is not an object"});
    return {};
  }
  const auto number = [&](const char* name) {
    const auto found = small_integer(member(value, name));
    if (!found) problems.push_back({std::format("items[{}].{}", index, name), "is not a whole number from 0 on"});
    return found.value_or(0);
  };
  return {.item = number("item"), .quantity = number("quantity")};
}

OrderRequest request_from(const json& body, Problems& problems) {
  OrderRequest request;
  const auto* customer = member(body, "customer");
  if (customer != nullptr && customer->is_string()) {
    request.customer = customer->get<std::string>();
  } else {
    problems.push_back({"customer", "is not a text"});
  }
  const auto* items = member(body, "items");
  if (items == nullptr || !items->is_array()) {
    problems.push_back({"items", "is not a list"});
    return request;
  }
  for (const auto& item : *items) request.items.push_back(item_from(item, request.items.size(), problems));
  return request;
}

}  // namespace

std::expected<OrderRequest, Problems> order_from_json(std::string_view text) {
  const auto body = json::parse(text, nullptr, false);
  if (!body.is_object()) return std::unexpected(Problems{{"body", "is not a JSON object"}});
  Problems problems;
  auto request = request_from(body, problems);
  if (problems.empty()) problems = problems_of(request);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return request;
}

std::string order_to_json(const PlacedOrder& placed) {
  auto items = nlohmann::ordered_json::array();
  for (const auto& line : placed.order.lines) {
    items.push_back({{"item", line.item}, {"quantity", line.quantity}, {"unit_price", to_string(line.unit_price)}});
  }
  const nlohmann::ordered_json body{{"id", placed.id},
                                    {"customer", placed.order.customer},
                                    {"items", std::move(items)},
                                    {"total", to_string(placed.order.total)}};
  return body.dump();
}

std::string problems_to_json(const Problems& problems) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& [field, message] : problems) list.push_back({{"field", field}, {"message", message}});
  const nlohmann::ordered_json body{{"error", "the order cannot be taken"}, {"problems", std::move(list)}};
  return body.dump();
}

std::string error_to_json(std::string_view message) {
  const nlohmann::ordered_json body{{"error", message}};
  return body.dump();
}

}  // namespace order_food
