#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// What the executor hands tasks to.
struct Handler {
  enum class Kind : std::uint8_t { http, sql, amqp, log };

  Kind kind = Kind::log;
  std::string text;  // as `chandler execute --handler` takes it
};

// http://:PORT/PATH (the pod's own loopback), sql:SCHEMA.FUNCTION, amqp:SECRET, log.
text::Parsed<Handler> parse_handler(std::string_view text);

}  // namespace chandler::core::annotations
