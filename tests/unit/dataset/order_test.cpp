#include "dataset/table/order.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

using Places = std::vector<std::size_t>;

std::vector<Reference> references(std::initializer_list<std::pair<std::size_t, std::size_t>> pairs) {
  std::vector<Reference> out;
  for (const auto& [child, parent] : pairs) out.push_back({child, parent, false});
  return out;
}

TEST_CASE("without foreign keys the order stays") {
  CHECK(loading_order(3, {}) == Places{0, 1, 2});
}

TEST_CASE("parents come before their children") {
  CHECK(loading_order(3, references({{0, 2}, {1, 0}})) == Places{2, 0, 1});
  CHECK(loading_order(4, references({{0, 1}, {0, 2}, {1, 3}, {2, 3}})) == Places{3, 1, 2, 0});
}

TEST_CASE("a cycle is named, without the tables that only lead to it") {
  const auto order = loading_order(4, references({{0, 1}, {1, 2}, {2, 1}, {3, 0}}));
  REQUIRE_FALSE(order.has_value());
  CHECK(order.error() == Places{1, 2});
}

TEST_CASE("a cycle is cut at a deferrable foreign key") {
  const std::vector<Reference> pair{{0, 1, true}, {1, 0, false}};
  CHECK(loading_order(2, pair) == Places{0, 1});
}

TEST_CASE("a deferrable foreign key outside a cycle still orders") {
  const std::vector<Reference> one{{0, 1, true}};
  CHECK(loading_order(2, one) == Places{1, 0});
}

}  // namespace
}  // namespace chandler::dataset
