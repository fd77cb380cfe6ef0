#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include <openssl/types.h>

#include "core/error.hpp"

namespace chandler::platform::tls {

// A server's certificate and settings: TLS 1.2 and 1.3, ALPN http/1.1, one session ticket a handshake.
// Immutable once made; connections that use it keep it alive.
class ServerContext {
 public:
  // `chain`: PEM, the leaf first; `key`: PEM. Fails with code "tls.certificate" when either cannot be
  // read or they are no pair. No error ever holds any of the key.
  static core::Expected<std::shared_ptr<const ServerContext>> make(std::string_view chain, std::string_view key);

  SSL_CTX* native() const { return context_.get(); }
  std::chrono::system_clock::time_point expires() const { return expires_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const;
  };
  using Handle = std::unique_ptr<SSL_CTX, Free>;

  ServerContext(Handle context, std::chrono::system_clock::time_point expires)
      : context_(std::move(context)), expires_(expires) {}

  Handle context_;
  std::chrono::system_clock::time_point expires_;
};

// The certificate that new handshakes get. Exchanging it leaves open connections alone. Any thread.
class ServerSlot {
 public:
  void set(std::shared_ptr<const ServerContext> context);
  std::shared_ptr<const ServerContext> get() const;  // null until the first `set`

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const ServerContext> context_;
};

}  // namespace chandler::platform::tls
