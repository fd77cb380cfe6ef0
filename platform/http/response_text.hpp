#pragma once

#include <string>

#include "platform/http/message.hpp"

namespace chandler::platform::http {

// The bytes of a response as HTTP/1.1 sends them. `head`: without the body, but with its length.
std::string response_text(const Response& response, bool keep_alive, bool head);

}  // namespace chandler::platform::http
