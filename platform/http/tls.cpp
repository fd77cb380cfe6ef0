#include "platform/http/tls.hpp"

#include <array>
#include <cstring>
#include <ctime>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace chandler::platform::http {
namespace {

template <auto Function>
struct Release {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

constexpr std::array<unsigned char, 9> http11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// Only the reason, such as "bad base64 decode" or "key values mismatch": it holds no data.
std::unexpected<core::Error> refused(const std::string& message) {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  std::string text = message;
  if (reason != nullptr) text.append(": ").append(reason);
  ERR_clear_error();
  return std::unexpected(core::Error{.code = "tls.certificate",
                                     .message = std::move(text),
                                     .hint = "give a PEM certificate chain, the leaf first, and the leaf's PEM key"});
}

Bio reader(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Never ask a terminal for a pass phrase.
int no_pass_phrase(char*, int, int, void*) {
  return 0;
}

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

std::chrono::system_clock::time_point end_of(const X509& certificate) {
  std::tm parts{};
  ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

// The leaf, and what follows it in the same text as the chain that is sent along.
core::Expected<std::chrono::system_clock::time_point> use_chain(SSL_CTX* context, std::string_view text) {
  const Bio bio = reader(text);
  const Certificate leaf(PEM_read_bio_X509(bio.get(), nullptr, no_pass_phrase, nullptr));
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) return refused("cannot read the certificate");
  for (;;) {
    const Certificate next(PEM_read_bio_X509(bio.get(), nullptr, no_pass_phrase, nullptr));
    if (!next) break;
    SSL_CTX_add1_chain_cert(context, next.get());
  }
  ERR_clear_error();
  return end_of(*leaf);
}

core::Expected<void> use_key(SSL_CTX* context, std::string_view text) {
  const Bio bio = reader(text);
  const PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr));
  if (!key) return refused("cannot read the private key");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return refused("the private key does not belong to the certificate");
  }
  return {};
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

core::Expected<std::shared_ptr<const TlsContext>> TlsContext::make(std::string_view chain, std::string_view key) {
  ERR_clear_error();
  Handle context(SSL_CTX_new(TLS_server_method()));
  if (!context) return refused("cannot make a TLS context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // tickets keep the state with the client
  SSL_CTX_set_num_tickets(context.get(), 1);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  const auto expires = use_chain(context.get(), chain);
  if (!expires) return std::unexpected(expires.error());
  if (auto used = use_key(context.get(), key); !used) return std::unexpected(used.error());
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(context), *expires));
}

void TlsSlot::set(std::shared_ptr<const TlsContext> context) {
  const std::scoped_lock lock(mutex_);
  context_ = std::move(context);
}

std::shared_ptr<const TlsContext> TlsSlot::get() const {
  const std::scoped_lock lock(mutex_);
  return context_;
}

}  // namespace chandler::platform::http
