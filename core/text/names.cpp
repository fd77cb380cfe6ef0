#include "core/text/names.hpp"

#include <algorithm>

#include "core/text/list.hpp"

namespace chandler::core::text {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_subdomain = 253;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

bool is_label(std::string_view text) {
  const auto alphanumeric = [](char c) { return is_lower(c) || is_digit(c); };
  return !text.empty() && text.size() <= longest_label && alphanumeric(text.front()) && alphanumeric(text.back()) &&
         std::ranges::all_of(text, [&](char c) { return alphanumeric(c) || c == '-'; });
}

bool is_identifier(std::string_view text) {
  const auto begins = [](char c) { return is_letter(c) || c == '_'; };
  return !text.empty() && text.size() <= longest_label && begins(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return begins(c) || is_digit(c) || c == '$'; });
}

}  // namespace

Parsed<std::string> parse_label_name(std::string_view text) {
  if (is_label(text)) return std::string(text);
  return mismatch("is not a name of lower-case letters, digits and '-', at most 63 long");
}

Parsed<std::string> parse_object_name(std::string_view text) {
  const auto parts = split(text, '.');
  const bool valid = text.size() <= longest_subdomain && text.find_first_of(" \t\r\n") == std::string_view::npos &&
                     std::ranges::all_of(parts, is_label);
  if (valid) return std::string(text);
  return mismatch("is not a name of lower-case letters, digits, '-' and '.', at most 253 long");
}

Parsed<std::string> parse_data_key(std::string_view text) {
  const bool valid =
      !text.empty() && text.size() <= longest_subdomain && text != "." && !text.starts_with("..") &&
      std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; });
  if (valid) return std::string(text);
  return mismatch("is not a key of letters, digits, '-', '_' and '.'");
}

Parsed<std::string> parse_host(std::string_view text) {
  const bool valid =
      !text.empty() && text.size() <= longest_subdomain && text.front() != '-' && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("-._:/%").contains(c);
      });
  if (valid) return std::string(text);
  return mismatch("is not a host name or address");
}

Parsed<std::string> parse_database_name(std::string_view text) {
  const bool valid = !text.empty() && text.size() <= longest_label && std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (valid) return std::string(text);
  return mismatch("is not a name of 1 to 63 bytes");
}

Parsed<std::string> parse_relation(std::string_view text) {
  const std::size_t dot = text.find('.');
  const bool valid = dot == std::string_view::npos
                         ? is_identifier(text)
                         : is_identifier(text.substr(0, dot)) && is_identifier(text.substr(dot + 1));
  if (valid) return std::string(text);
  return mismatch("is not a name such as task or app.task");
}

Parsed<std::string> parse_time_zone(std::string_view text) {
  const bool valid =
      !text.empty() && text.size() <= longest_label && is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("_-+/").contains(c);
      });
  if (valid) return std::string(text);
  return mismatch("is not a time zone such as Europe/Berlin or UTC");
}

}  // namespace chandler::core::text
