#include "core/text/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace chandler::core::text {
namespace {

struct Suffix {
  std::string_view name;
  double factor;
};

constexpr double kibi = 1024;
constexpr std::array<Suffix, 16> suffixes{{
    {"", 1},
    {"n", 1e-9},
    {"u", 1e-6},
    {"m", 1e-3},
    {"k", 1e3},
    {"M", 1e6},
    {"G", 1e9},
    {"T", 1e12},
    {"P", 1e15},
    {"E", 1e18},
    {"Ki", kibi},
    {"Mi", kibi* kibi},
    {"Gi", kibi* kibi* kibi},
    {"Ti", kibi* kibi* kibi* kibi},
    {"Pi", kibi* kibi* kibi* kibi* kibi},
    {"Ei", kibi* kibi* kibi* kibi* kibi* kibi},
}};

// "e3", "E-3": a decimal exponent instead of a suffix.
double exponent_factor(std::string_view text) {
  if (text.size() < 2 || (text.front() != 'e' && text.front() != 'E')) return 0;
  text.remove_prefix(text[1] == '+' ? 2 : 1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error != std::errc{} || end != text.data() + text.size() || exponent < -9 || exponent > 18) return 0;
  return std::pow(10, exponent);
}

double factor_of(std::string_view suffix) {
  for (const Suffix& known : suffixes) {
    if (known.name == suffix) return known.factor;
  }
  return exponent_factor(suffix);
}

}  // namespace

Parsed<Quantity> parse_quantity(std::string_view text) {
  const auto wrong = [] { return mismatch("is not a positive quantity such as 250m, 0.5, 64Mi or 1Gi"); };
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  double number = 0;
  const std::string_view figures = text.substr(0, digits);
  const auto [end, error] =
      std::from_chars(figures.data(), figures.data() + figures.size(), number, std::chars_format::fixed);
  if (figures.empty() || error != std::errc{} || end != figures.data() + figures.size()) return wrong();
  const double factor = factor_of(text.substr(digits));
  if (factor == 0 || number <= 0) return wrong();
  return Quantity{std::string(text), number * factor};
}

}  // namespace chandler::core::text
