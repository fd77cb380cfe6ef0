#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chandler::probe {

// Ascending: the verdict of a run is its worst.
enum class Severity : std::uint8_t {
  ok,
  info,       // worth knowing
  warning,    // will become a problem, or takes a protection away
  unchecked,  // could not be looked at
  problem     // data is wrong, or a person must act soon
};

// "ok", "info", "warning", "could-not-check", "problem".
std::string_view name_of(Severity severity);
std::optional<Severity> severity_named(std::string_view name);

}  // namespace chandler::probe
