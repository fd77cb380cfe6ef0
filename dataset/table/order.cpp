#include "dataset/table/order.hpp"

#include <algorithm>

namespace chandler::dataset {
namespace {

using Places = std::vector<std::size_t>;

bool waits(std::size_t table, const Places& done, std::span<const Reference> references, bool heed_deferrable) {
  return std::ranges::any_of(references, [&](const Reference& reference) {
    return reference.child == table && (heed_deferrable || !reference.deferrable) &&
           !std::ranges::contains(done, reference.parent);
  });
}

// The first table that is not done and waits for none.
std::size_t next(std::size_t count, const Places& done, std::span<const Reference> references, bool heed_deferrable) {
  for (std::size_t table = 0; table < count; ++table) {
    if (!std::ranges::contains(done, table) && !waits(table, done, references, heed_deferrable)) return table;
  }
  return count;
}

}  // namespace

std::expected<Places, Places> loading_order(std::size_t count, std::span<const Reference> references) {
  Places done;
  while (done.size() < count) {
    std::size_t table = next(count, done, references, true);
    if (table == count) table = next(count, done, references, false);
    if (table == count) break;
    done.push_back(table);
  }
  if (done.size() == count) return done;
  // Follow parents among those left until one comes again: that is the cycle.
  Places path;
  std::size_t at = 0;
  while (std::ranges::contains(done, at)) ++at;
  while (!std::ranges::contains(path, at)) {
    path.push_back(at);
    const auto step = std::ranges::find_if(references, [&](const Reference& reference) {
      return reference.child == at && !reference.deferrable && !std::ranges::contains(done, reference.parent);
    });
    at = step->parent;
  }
  path.erase(path.begin(), std::ranges::find(path, at));
  return std::unexpected(path);
}

}  // namespace chandler::dataset
