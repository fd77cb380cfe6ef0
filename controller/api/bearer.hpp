#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "controller/api/problem.hpp"

namespace chandler::controller::api {

// The token of an Authorization header (RFC 6750, 2.1). The problem says how to get one.
Result<std::string_view> bearer_token(std::string_view authorization);

// When a JSON Web Token says that it ends. Nothing is verified: it only keeps an answer about the token from being
// remembered for longer than the token lives. Nullopt: it is none, or does not say.
std::optional<std::chrono::sys_seconds> expiry_of(std::string_view token);

}  // namespace chandler::controller::api
