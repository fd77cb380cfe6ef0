#include "core/text/number.hpp"

#include <algorithm>
#include <charconv>
#include <format>

#include "core/text/list.hpp"
#include "core/text/nearest.hpp"

namespace chandler::core::text {

Parsed<std::int64_t> parse_whole(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = !text.empty() && text.front() >= '0' && text.front() <= '9';
  if (!digits || error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    return mismatch(std::format("is not a whole number from {} to {}", least, most));
  }
  return value;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Parsed<std::uint16_t> parse_port(std::string_view text) {
  return parse_whole(text, 1, 65535)
      .transform([](std::int64_t port) { return static_cast<std::uint16_t>(port); })
      .transform_error([](Mismatch) { return Mismatch{"is not a port number from 1 to 65535", {}}; });
}

Parsed<Percentage> parse_percentage(std::string_view text) {
  const auto wrong = [] { return mismatch("is not a percentage from 0% to 100%, such as 10%"); };
  if (!text.ends_with('%')) return wrong();
  const std::string_view digits = text.substr(0, text.size() - 1);
  if (digits.empty() || digits.find_first_not_of("0123456789.") != std::string_view::npos) return wrong();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value > 100) return wrong();
  return Percentage{value};
}

Parsed<std::string_view> parse_choice(std::string_view text, std::span<const std::string_view> choices) {
  const auto found = std::ranges::find(choices, text);
  if (found != choices.end()) return *found;
  return mismatch(std::format("is not one of {}", join(choices)), std::string(nearest(text, choices)));
}

}  // namespace chandler::core::text
