#include "cli/manifest/scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace chandler::cli::manifest {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> nulls{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 11> truths{"y",    "Y",    "yes", "Yes", "YES", "true",
                                                  "True", "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 11> untruths{"n",     "N",     "no",  "No",  "NO", "false",
                                                    "False", "FALSE", "off", "Off", "OFF"};

template <typename Number>
std::optional<json> number_in(std::string_view digits, int base) {
  Number value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<json> whole_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string digits(text.substr(negative || text.starts_with('+') ? 1 : 0));
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
  std::erase(digits, '_');
  int base = 10;
  std::size_t head = 0;
  if (digits.starts_with("0x")) {
    base = 16;
    head = 2;
  } else if (digits.starts_with("0b")) {
    base = 2;
    head = 2;
  } else if (digits.starts_with("0o")) {
    base = 8;
    head = 2;
  } else if (digits.size() > 1 && digits.front() == '0') {
    base = 8;
    head = 1;
  }
  const std::string signed_digits = (negative ? "-" : "") + digits.substr(head);
  if (auto value = number_in<std::int64_t>(signed_digits, base)) return value;
  return negative ? std::nullopt : number_in<std::uint64_t>(signed_digits, base);
}

std::optional<json> decimal_number(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  const bool begins = !digits.empty() && (digits.front() == '.' || (digits.front() >= '0' && digits.front() <= '9'));
  if (!begins || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  const std::string_view unsigned_plus = text.starts_with('+') ? text.substr(1) : text;
  double value = 0;
  const auto [end, error] = std::from_chars(unsigned_plus.data(), unsigned_plus.data() + unsigned_plus.size(), value);
  if (error != std::errc{} || end != unsigned_plus.data() + unsigned_plus.size()) return std::nullopt;
  return value;
}

}  // namespace

json resolve(std::string_view text) {
  if (std::ranges::contains(nulls, text)) return nullptr;
  if (std::ranges::contains(truths, text)) return true;
  if (std::ranges::contains(untruths, text)) return false;
  if (auto number = whole_number(text)) return *number;
  if (auto number = decimal_number(text)) return *number;
  return std::string(text);
}

bool reads_as_text(std::string_view text) {
  static constexpr std::size_t longest = 512;
  if (text.empty() || text.size() > longest) return false;
  if (text.starts_with("--") && text != "---") return reads_as_text(text.substr(2));
  // Dates, hexadecimal floats, infinities: whatever begins like a number and is not plainly a word is quoted.
  const std::string_view first_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/";
  if (!first_characters.contains(text.front()) && !(text.front() >= '1' && text.front() <= '9')) return false;
  const bool safe = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:=+@$(), ").contains(c);
  });
  if (!safe || text.back() == ' ' || text.back() == ':' || text.contains(": ") || text.contains(" #")) return false;
  const bool digit_first = text.front() >= '0' && text.front() <= '9';
  const bool has_letter =
      std::ranges::any_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (digit_first && (!has_letter || text.contains(':') || text.contains('_') || text.contains('-'))) return false;
  return resolve(text).is_string();
}

}  // namespace chandler::cli::manifest
