#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <format>
#include <string_view>
#include <utility>

#include "core/annotations/spec.hpp"
#include "core/text/duration.hpp"
#include "core/text/names.hpp"
#include "core/text/parsed.hpp"

// How the tables' rows read values: a parser, and the field that takes what it gives.
namespace chandler::core::annotations {

template <const auto& Choices>
text::Parsed<std::string_view> choice(std::string_view value) {
  return text::parse_choice(value, Choices);
}

template <std::int64_t Least, std::int64_t Most>
text::Parsed<std::int64_t> whole(std::string_view value) {
  return text::parse_whole(value, Least, Most);
}

template <std::int64_t Milliseconds>
text::Parsed<std::chrono::milliseconds> at_least(std::string_view value) {
  auto parsed = text::parse_duration(value);
  if (parsed && *parsed < std::chrono::milliseconds(Milliseconds)) {
    return text::mismatch(std::format("is less than {}", text::to_text(std::chrono::milliseconds(Milliseconds))));
  }
  return parsed;
}

// Parses `value` and stores it in ProvisionSpec.*Part.*Field, or in ProvisionSpec.*Field.
template <auto Parse, auto Part, auto Field>
text::Parsed<void> into(std::string_view value, ProvisionSpec& spec) {
  auto parsed = Parse(value);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  (spec.*Part).*Field = std::move(*parsed);
  return {};
}

template <auto Parse, auto Field>
text::Parsed<void> into(std::string_view value, ProvisionSpec& spec) {
  auto parsed = Parse(value);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  spec.*Field = std::move(*parsed);
  return {};
}

}  // namespace chandler::core::annotations
