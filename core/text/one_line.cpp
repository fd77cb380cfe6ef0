#include "core/text/one_line.hpp"

#include <cstdint>

namespace chandler::core::text {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Bytes of the well-formed UTF-8 sequence at the front (RFC 3629), 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : (lead & 0xF0U) == 0xE0       ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  const std::uint8_t second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : length;
}

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
    const std::size_t length = sequence_length(text);
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
