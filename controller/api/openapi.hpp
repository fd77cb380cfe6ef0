#pragma once

#include <string_view>

#include "platform/http/message.hpp"

namespace chandler::controller::api {

// The document that describes this API: https://spec.openapis.org/oas/v3.1.1.html
std::string_view openapi_document();

platform::http::Response openapi(const platform::http::Request& request);

}  // namespace chandler::controller::api
