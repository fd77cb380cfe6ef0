#include "platform/tls/use_certificate.hpp"

#include <ctime>

#include <openssl/err.h>

#include "platform/tls/failure.hpp"
#include "platform/tls/handles.hpp"

namespace chandler::platform::tls {
namespace {

std::unexpected<core::Error> refused(std::string_view message) {
  return std::unexpected(
      failure(std::string(message), "give a PEM certificate chain, the leaf first, and the leaf's PEM key"));
}

std::chrono::system_clock::time_point end_of(const X509& certificate) {
  std::tm parts{};
  ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

core::Expected<std::chrono::system_clock::time_point> use_certificate(SSL_CTX* context, std::string_view chain,
                                                                      std::string_view key_text) {
  ERR_clear_error();
  const BioHandle text = reader(chain);
  const CertificateHandle leaf = next_certificate(text.get());
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) return refused("cannot read the certificate");
  while (const CertificateHandle next = next_certificate(text.get())) SSL_CTX_add1_chain_cert(context, next.get());
  ERR_clear_error();
  const KeyHandle key = read_key(key_text);
  if (!key) return refused("cannot read the private key");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return refused("the private key does not belong to the certificate");
  }
  return end_of(*leaf);
}

}  // namespace chandler::platform::tls
