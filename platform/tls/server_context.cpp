#include "platform/tls/server_context.hpp"

#include <array>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "platform/tls/failure.hpp"
#include "platform/tls/use_certificate.hpp"

namespace chandler::platform::tls {
namespace {

constexpr std::array<unsigned char, 9> http11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned int in_length, void*) {
  // SSL_select_next_proto's parameter is not const in its signature only.
  unsigned char* chosen = nullptr;
  unsigned char length = 0;
  if (SSL_select_next_proto(&chosen, &length, http11.data(), http11.size(), in, in_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  *out_length = length;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

void ServerContext::Free::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

core::Expected<std::shared_ptr<const ServerContext>> ServerContext::make(std::string_view chain, std::string_view key) {
  ERR_clear_error();
  Handle context(SSL_CTX_new(TLS_server_method()));
  if (!context) return std::unexpected(failure("cannot make a TLS context", {}));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // tickets keep the state with the client
  SSL_CTX_set_num_tickets(context.get(), 1);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  const auto expires = use_certificate(context.get(), chain, key);
  if (!expires) return std::unexpected(expires.error());
  return std::shared_ptr<const ServerContext>(new ServerContext(std::move(context), *expires));
}

void ServerSlot::set(std::shared_ptr<const ServerContext> context) {
  const std::scoped_lock lock(mutex_);
  context_ = std::move(context);
}

std::shared_ptr<const ServerContext> ServerSlot::get() const {
  const std::scoped_lock lock(mutex_);
  return context_;
}

}  // namespace chandler::platform::tls
