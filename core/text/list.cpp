#include "core/text/list.hpp"

namespace chandler::core::text {

std::string_view trim(std::string_view text) {
  static constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(std::span<const std::string_view> items) {
  std::string list;
  for (const std::string_view item : items) list += std::format("{}{}", list.empty() ? "" : ", ", item);
  return list;
}

}  // namespace chandler::core::text
