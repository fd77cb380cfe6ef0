#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// One of the checks of `chandler probe`.
struct ProbeCheck {
  std::string name;
  std::string secret;      // of compare: that of the other database
  std::string parameters;  // of compare: what follows its ?, percent-encoded

  bool operator==(const ProbeCheck&) const = default;
};

// The names that stand alone; `compare` is another.
std::span<const std::string_view> probe_checks();

// One or more, separated by commas: a name, or compare:SECRET[?PARAMETERS].
text::Parsed<std::vector<ProbeCheck>> parse_checks(std::string_view text);

}  // namespace chandler::core::annotations
