#pragma once

#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace chandler::controller::api {

// `etag`: with its quotes.
bool matches(std::string_view if_none_match, std::string_view etag);

// What a caller may see, with an ETag of its content: 304 without a body where the client has it already. Nobody but
// that client may keep it.
platform::http::Response content(const platform::http::Request& request, std::string json);

}  // namespace chandler::controller::api
