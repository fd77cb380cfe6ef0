#pragma once

#include <memory>
#include <string>

#include <openssl/types.h>

#include "core/error.hpp"

namespace chandler::platform::tls {

// Whom a client trusts, and how it proves who it is. Holds a key: never log it.
struct ClientSettings {
  std::string ca;           // PEM, one or more; empty: the system's, or what SSL_CERT_FILE names
  std::string certificate;  // PEM, the leaf first; or empty
  std::string key;          // PEM; or empty
  bool verify = true;       // false: whoever answers is believed, by a person's explicit wish
};

// TLS 1.2 and 1.3 for clients that verify the server. Immutable once made; any thread.
class ClientContext {
 public:
  // Fails with code "tls.certificate" when something is no PEM or key and certificate are no pair: the
  // message says which. No error ever holds any of the key.
  static core::Expected<std::shared_ptr<const ClientContext>> make(const ClientSettings& settings);

  SSL_CTX* native() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const;
  };
  using Handle = std::unique_ptr<SSL_CTX, Free>;

  explicit ClientContext(Handle context) : context_(std::move(context)) {}

  Handle context_;
};

}  // namespace chandler::platform::tls
