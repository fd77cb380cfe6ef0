#include "cli/kubectl/tone.hpp"

#include <algorithm>
#include <array>

#include <unistd.h>

#include "cli/terminal.hpp"

namespace chandler::cli::kubectl {

std::string_view Palette::of(Tone tone) const {
  switch (tone) {
    case Tone::good:
      return good;
    case Tone::waiting:
      return waiting;
    case Tone::bad:
      return bad;
    case Tone::dim:
      return dim;
    case Tone::plain:
      break;
  }
  return {};
}

Palette Palette::for_standard_output(const platform::Environment& environment) {
  if (!takes_escapes(STDOUT_FILENO, environment)) return {};
  return {.good = "\x1b[32m", .waiting = "\x1b[33m", .bad = "\x1b[31m", .dim = "\x1b[2m", .off = "\x1b[0m"};
}

Tone tone_of(std::string_view word) {
  static constexpr std::array<std::string_view, 5> good{"Ready", "Succeeded", "complete", "done", "fresh"};
  static constexpr std::array<std::string_view, 9> waiting{
      "Starting", "Warning", "Running", "Pending", "suspended", "running", "warning", "could_not", "could-not-check"};
  static constexpr std::array<std::string_view, 5> bad{"Failing", "Failed", "failed", "problem", "failing"};
  if (std::ranges::contains(good, word)) return Tone::good;
  if (std::ranges::contains(waiting, word)) return Tone::waiting;
  return std::ranges::contains(bad, word) ? Tone::bad : Tone::plain;
}

}  // namespace chandler::cli::kubectl
