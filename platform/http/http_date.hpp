#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace chandler::platform::http {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may write today (RFC 9110, 5.6.7).
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace chandler::platform::http
