#pragma once

#include <format>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

std::string_view trim(std::string_view text);

// "a, b" → {"a", "b"}: trimmed; an empty part stays, so that the caller can name it.
std::vector<std::string_view> split(std::string_view text, char separator);

// {"a", "b"} → "a, b".
std::string join(std::span<const std::string_view> items);

// One or more items with commas between; a mismatch names the item where there are several.
template <typename Parse>
auto parse_list(std::string_view text, Parse parse) {
  using Item = typename decltype(parse(text))::value_type;
  const std::vector<std::string_view> parts = split(text, ',');
  std::vector<Item> items;
  for (const std::string_view part : parts) {
    if (part.empty() && parts.size() > 1)
      return Parsed<std::vector<Item>>(mismatch("has an empty entry between its commas"));
    auto item = parse(part);
    if (item) {
      items.push_back(std::move(*item));
    } else {
      std::string why =
          parts.size() == 1 ? std::move(item.error().why) : std::format("has \"{}\", which {}", part, item.error().why);
      return Parsed<std::vector<Item>>(mismatch(std::move(why), std::move(item.error().nearest)));
    }
  }
  return Parsed<std::vector<Item>>(std::move(items));
}

}  // namespace chandler::core::text
