#include "dataset/format/encoding.hpp"

#include <format>

using namespace std::string_view_literals;

namespace chandler::dataset {
namespace {

// 0x80 to 0x9F in Windows-1252, which Latin-1 leaves to control characters; "" is not in use.
constexpr std::string_view high_controls[] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                              "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                              "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};

std::string in_windows_1252(unsigned char byte) {
  if (byte < 0xA0) return std::string(high_controls[byte - 0x80]);
  return {static_cast<char>(0xC0 | (byte >> 6)), static_cast<char>(0x80 | (byte & 0x3F))};
}

}  // namespace

Encoding encoding_of(std::string_view head) {
  if (head.starts_with("\xFF\xFE\0\0"sv) || head.starts_with("\0\0\xFE\xFF"sv)) return Encoding::utf32;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return Encoding::utf16;
  if (head.size() < 4) return Encoding::utf8;
  const bool zeros[] = {head[0] == 0, head[1] == 0, head[2] == 0, head[3] == 0};
  const int count = zeros[0] + zeros[1] + zeros[2] + zeros[3];
  if (count == 3) return Encoding::utf32;
  return count == 2 && zeros[0] == zeros[2] ? Encoding::utf16 : Encoding::utf8;
}

std::string describe_byte(unsigned char byte) {
  if (byte == 0) return "a NUL byte, which PostgreSQL's text cannot hold";
  const std::string letter = byte < 0x80 ? std::string() : in_windows_1252(byte);
  if (letter.empty()) return std::format("0x{:02X}", byte);
  return std::format("0x{:02X}, which is \"{}\" in Windows-1252", byte, letter);
}

}  // namespace chandler::dataset
