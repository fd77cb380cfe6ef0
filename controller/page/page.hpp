#pragma once

#include "platform/http/message.hpp"

namespace chandler::controller::page {

// The web page: its files are in the binary, and all that they need comes from here. GET and HEAD; other paths are 404,
// in words for a person. Never blocks. Threads: any.
platform::http::Response serve(const platform::http::Request& request);

}  // namespace chandler::controller::page
