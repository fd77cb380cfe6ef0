#pragma once

#include <string>
#include <string_view>

namespace chandler::platform::http {

// The value of Authorization or Proxy-Authorization for a user and password (RFC 7617).
std::string basic_authorization(std::string_view user, std::string_view password);

}  // namespace chandler::platform::http
