#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// What the executor hands tasks to.
struct Handler {
  enum class Kind : std::uint8_t { http, sql, log };

  Kind kind = Kind::log;
  std::string text;                   // as `chandler execute --handler` takes it
  std::optional<std::uint16_t> port;  // of http: the application's
};

// http://:PORT/PATH (the pod's own loopback), sql:SCHEMA.FUNCTION, log.
text::Parsed<Handler> parse_handler(std::string_view text);

// One or more names with commas between; the first has precedence.
text::Parsed<std::vector<std::string>> parse_queues(std::string_view text);

}  // namespace chandler::core::annotations
