#include "sidecar/queue/array_text.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace chandler::execute {

void ArrayText::separate() {
  if (text_.size() > 1) text_ += ',';
}

void ArrayText::add(std::int64_t number) {
  separate();
  std::array<char, std::numeric_limits<std::int64_t>::digits10 + 2> digits{};
  text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

void ArrayText::add_plain(std::string_view word) {
  separate();
  text_ += word;
}

void ArrayText::add(std::string_view text) {
  separate();
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void ArrayText::add(const std::optional<std::string>& text) {
  if (text) {
    add(std::string_view(*text));
  } else {
    add_plain("NULL");
  }
}

std::vector<std::int64_t> numbers_of(std::string_view array) {
  std::vector<std::int64_t> out;
  const char* at = array.data();
  const char* const end = at + array.size();
  while (at != end) {
    std::int64_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) {
      out.push_back(number);
      at = next;
    } else {
      ++at;  // a brace or a comma
    }
  }
  return out;
}

}  // namespace chandler::execute
