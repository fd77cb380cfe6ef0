#include "core/annotations/order.hpp"

#include <array>
#include <format>

#include "core/text/names.hpp"
#include "core/text/nearest.hpp"

namespace chandler::core::annotations {

text::Parsed<Order> parse_order(std::string_view whole) {
  static constexpr std::array<std::string_view, 5> words{"auto", "first", "last", "after", "before"};
  if (whole == "auto") return Order{};
  if (whole == "first") return Order{Order::Kind::first, {}};
  if (whole == "last") return Order{Order::Kind::last, {}};
  const std::size_t equals = whole.find('=');
  const std::string_view word = whole.substr(0, equals);
  if (equals != std::string_view::npos && (word == "after" || word == "before")) {
    auto name = text::parse_label_name(whole.substr(equals + 1));
    if (!name) return text::mismatch(std::format("names \"{}\", which {}", whole.substr(equals + 1), name.error().why));
    return Order{word == "after" ? Order::Kind::after : Order::Kind::before, std::move(*name)};
  }
  return text::mismatch("is not auto, first, last, after=NAME or before=NAME", std::string(text::nearest(word, words)));
}

}  // namespace chandler::core::annotations
