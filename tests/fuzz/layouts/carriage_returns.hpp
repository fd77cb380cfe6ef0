#pragma once

#include <string>
#include <string_view>

namespace chandler::migrate {

// The text as an editor of another system writes it.
inline std::string with_carriage_returns(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

}  // namespace chandler::migrate
