#include "init/migrate/layout/ledger/number.hpp"

#include <charconv>

namespace chandler::migrate::ledger {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t out = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && rest == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

std::optional<std::string> number_text(std::string_view text) {
  return number(text).transform([](std::int64_t value) { return std::to_string(value); });
}

}  // namespace chandler::migrate::ledger
