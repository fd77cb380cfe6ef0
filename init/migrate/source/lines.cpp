#include "init/migrate/source/lines.hpp"

#include <algorithm>

namespace chandler::migrate {
namespace {

constexpr std::size_t release_every = 1UZ << 20U;

}  // namespace

std::optional<Line> Lines::next() {
  if (at_ >= text_.size()) return std::nullopt;
  if (at_ - released_ >= release_every) {
    folder_.release(text_.substr(released_, at_ - released_));
    released_ = at_;
  }
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  Line out{.number = ++number_, .begin = at_, .next = std::min(end + 1, text_.size()), .text = {}};
  out.text = text_.substr(at_, end - at_);
  if (out.text.ends_with('\r')) out.text.remove_suffix(1);
  at_ = out.next;
  return out;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace chandler::migrate
