#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chandler::migrate::ledger {

// A version that is a whole number, with a sign or without, and nothing else. nullopt: it is none.
std::optional<std::int64_t> number(std::string_view text);

// The same as the history holds it: "007" is "7".
std::optional<std::string> number_text(std::string_view text);

}  // namespace chandler::migrate::ledger
