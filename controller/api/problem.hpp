#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace chandler::controller::api {

// Why a request is not done: a closed list, so that clients can tell by `type` what to do.
enum class Reason : std::uint8_t {
  bad_request,         // a parameter or the body is malformed
  unauthenticated,     // no token, or none that counts here
  forbidden,           // the caller lacks the right
  not_found,           // no such path, or no such object
  method_not_allowed,  // the path is there, the method is not
  unsupported_media,   // the body is no JSON by its Content-Type
  invalid,             // the API server refuses the object
  rate_limited,        // too many requests of this caller
  unavailable          // the API server does not answer, or not all is read yet
};

int status_of(Reason reason);
std::string_view id_of(Reason reason);  // the end of `type`: "unauthenticated"

// An answer of application/problem+json (RFC 9457). `detail` is for a person: what was seen, what was wanted, what to
// do. It never holds a token.
struct Problem {
  Reason reason = Reason::bad_request;
  std::string detail;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
  platform::http::Headers headers = {};
};

template <typename T>
using Result = std::expected<T, Problem>;

std::unexpected<Problem> refuse(Reason reason, std::string detail);
// It may work in a moment.
std::unexpected<Problem> later(Reason reason, std::string detail, std::chrono::seconds retry_after);

platform::http::Response to_response(const Problem& problem);

}  // namespace chandler::controller::api
