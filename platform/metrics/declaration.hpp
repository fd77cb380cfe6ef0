#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace chandler::platform::metrics {

enum class Type : std::uint8_t { counter, gauge, histogram };

std::string_view name_of(Type type);

// A metric, declared once, as a constant: what /metrics calls it and what the reference page says.
struct Declaration {
  Type type = Type::counter;
  std::string_view name;                     // with its unit: "…_seconds", "…_total"
  std::string_view help;                     // one sentence
  std::span<const std::string_view> labels;  // names, in the order in which values are given
  std::span<const double> buckets;           // histograms: upper bounds, ascending, without +Inf
};

// A Markdown table of these metrics, sorted as given.
std::string to_markdown(std::span<const Declaration* const> declarations);

}  // namespace chandler::platform::metrics
