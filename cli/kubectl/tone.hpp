#pragma once

#include <cstdint>
#include <string_view>

#include "platform/process/environment.hpp"

namespace chandler::cli::kubectl {

// What a piece of output says about itself, as a colour says it.
enum class Tone : std::uint8_t { plain, good, waiting, bad, dim };

// Escape sequences, or empty ones.
struct Palette {
  std::string_view good;
  std::string_view waiting;
  std::string_view bad;
  std::string_view dim;
  std::string_view off;

  std::string_view of(Tone tone) const;

  // With colours only where standard output is a terminal that takes them.
  static Palette for_standard_output(const platform::Environment& environment);
};

// Of a Provision's state, a run's or a report's outcome, an operation's phase.
Tone tone_of(std::string_view word);

}  // namespace chandler::cli::kubectl
