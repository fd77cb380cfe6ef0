#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// Something to wait for before all else of ours.
struct WaitFor {
  enum class Kind : std::uint8_t { job, service, tcp, http, database };

  Kind kind = Kind::database;
  std::string text;  // as `chandler wait --for` takes it
};

// job/NAME, service/NAME:PORT, tcp:HOST:PORT, http(s)://…, database; ports are numbers.
text::Parsed<WaitFor> parse_wait_for(std::string_view text);

// One or more, separated by commas.
text::Parsed<std::vector<WaitFor>> parse_wait_list(std::string_view text);

}  // namespace chandler::core::annotations
