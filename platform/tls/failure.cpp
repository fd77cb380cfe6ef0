#include "platform/tls/failure.hpp"

#include <openssl/err.h>

namespace chandler::platform::tls {

core::Error failure(std::string message, std::string hint) {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  if (reason != nullptr) message.append(": ").append(reason);
  ERR_clear_error();
  return {.code = "tls.certificate", .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace chandler::platform::tls
