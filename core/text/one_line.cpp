#include "core/text/one_line.hpp"

#include <cstdint>

#include "core/text/utf8.hpp"

namespace chandler::core::text {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

// C0, DEL, C1 and the two Unicode line ends.
bool is_control(std::string_view sequence) {
  const auto first = static_cast<std::uint8_t>(sequence[0]);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7F;
  if (sequence.size() == 2) return first == 0xC2 && static_cast<std::uint8_t>(sequence[1]) < 0xA0;
  return sequence == "\u2028" || sequence == "\u2029";
}

}  // namespace

std::string one_line(std::string_view text, std::size_t bytes) {
  std::string line;
  std::size_t fits = 0;  // length of the longest prefix that leaves room for the ellipsis
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const std::string_view sequence = length == 0 ? text.substr(0, 1) : text.substr(0, length);
    std::string_view written = length == 0 ? replacement : sequence;
    if (length != 0 && is_control(sequence)) written = line.empty() || line.ends_with(' ') ? "" : " ";
    if (line.size() + written.size() > bytes) {
      line.resize(fits);
      return bytes < ellipsis.size() ? line : line.append(ellipsis);
    }
    line += written;
    if (line.size() + ellipsis.size() <= bytes) fits = line.size();
    text.remove_prefix(sequence.size());
  }
  return line;
}

}  // namespace chandler::core::text
