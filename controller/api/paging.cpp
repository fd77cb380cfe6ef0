#include "controller/api/paging.hpp"

#include <algorithm>
#include <format>

#include <nlohmann/json.hpp>

namespace chandler::controller::api {

Result<PageRequest> page_request(const Parameters& parameters) {
  static constexpr std::size_t usual = 1'000;
  const auto limit = parameters.number("limit", 1, longest_page, usual);
  if (!limit) return std::unexpected(limit.error());
  auto after = parameters.one("continue");
  if (!after) return std::unexpected(after.error());
  return PageRequest{.limit = *limit, .after = *std::move(after)};
}

std::string page_of(std::vector<Listed> all, const PageRequest& page) {
  std::ranges::sort(all, {}, &Listed::key);
  const std::size_t total = all.size();
  const auto begin = page.after.empty() ? all.begin() : std::ranges::upper_bound(all, page.after, {}, &Listed::key);
  const auto left = static_cast<std::size_t>(all.end() - begin);
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(left, page.limit));
  std::string text = "{\"items\":[";
  for (auto each = begin; each != end; ++each) {
    if (each != begin) text += ',';
    text += each->text;
  }
  text += std::format("],\"total\":{}", total);
  if (end != all.end() && end != begin) {
    text += ",\"continue\":" + nlohmann::json(std::prev(end)->key).dump();
  }
  return text + "}\n";
}

}  // namespace chandler::controller::api
