#pragma once

#include <string>

#include "core/error.hpp"

namespace chandler::platform::tls {

// `message` and OpenSSL's reason for the last failure of this thread, such as "bad base64 decode" or "key
// values mismatch": it holds no data. Code "tls.certificate".
core::Error failure(std::string message, std::string hint);

}  // namespace chandler::platform::tls
