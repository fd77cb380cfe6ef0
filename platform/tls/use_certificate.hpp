#pragma once

#include <chrono>
#include <string_view>

#include <openssl/types.h>

#include "core/error.hpp"

namespace chandler::platform::tls {

// Gives a context, of a server or a client, its certificate with the chain that is sent along (PEM, the
// leaf first) and the leaf's key (PEM). Returns when the leaf expires. Code "tls.certificate".
core::Expected<std::chrono::system_clock::time_point> use_certificate(SSL_CTX* context, std::string_view chain,
                                                                      std::string_view key);

}  // namespace chandler::platform::tls
