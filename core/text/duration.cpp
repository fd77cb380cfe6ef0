#include "core/text/duration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <format>

namespace chandler::core::text {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  std::int64_t ms;
};

constexpr std::array<Unit, 4> units{{{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::int64_t longest_ms = 366LL * 24 * 3'600'000;

}  // namespace

Parsed<milliseconds> parse_duration(std::string_view text) {
  const auto wrong = [] { return mismatch("is not a duration such as 500ms, 5s, 1m30s or 2h"); };
  std::int64_t total = 0;
  auto next_unit = units.begin();
  if (text.empty()) return wrong();
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::int64_t number = 0;
    const std::string_view figures = text.substr(0, digits);
    const auto [end, error] = std::from_chars(figures.data(), figures.data() + figures.size(), number);
    if (figures.empty() || error != std::errc{}) return wrong();
    text.remove_prefix(digits);
    const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
    const auto unit =
        std::find_if(next_unit, units.end(), [&](const Unit& u) { return u.name == text.substr(0, letters); });
    if (unit == units.end()) return wrong();
    if (number > longest_ms / unit->ms) return mismatch("is longer than a year");
    total += number * unit->ms;
    if (total > longest_ms) return mismatch("is longer than a year");
    text.remove_prefix(letters);
    next_unit = std::next(unit);
  }
  return milliseconds(total);
}

std::string to_text(milliseconds duration) {
  if (duration.count() == 0) return "0s";
  for (const Unit& unit : units) {
    if (duration.count() % unit.ms == 0) return std::format("{}{}", duration.count() / unit.ms, unit.name);
  }
  return std::format("{}ms", duration.count());
}

}  // namespace chandler::core::text
