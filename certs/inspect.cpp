#include "certs/inspect.hpp"

#include <ctime>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "platform/tls/handles.hpp"

namespace chandler::certs {
namespace {

using platform::tls::CertificateHandle;
using platform::tls::KeyHandle;
using platform::tls::read_certificate;
using platform::tls::read_key;
using platform::tls::Release;

using StoreHandle = std::unique_ptr<X509_STORE, Release<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Release<X509_STORE_CTX_free>>;

struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using Stack = std::unique_ptr<STACK_OF(X509), FreeStack>;

SystemTime to_time(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

bool trusted(X509* leaf, const Bundle& bundle, SystemTime now) {
  const StoreHandle store(X509_STORE_new());
  const Stack intermediates(sk_X509_new_null());
  const StoreContext context(X509_STORE_CTX_new());
  if (!store || !intermediates || !context) return false;
  for (const std::string_view pem : certificates_of(bundle.ca)) {
    const CertificateHandle ca = read_certificate(pem);
    if (!ca || X509_STORE_add_cert(store.get(), ca.get()) != 1) return false;
  }
  const auto chain = certificates_of(bundle.chain);
  for (std::size_t i = 1; i < chain.size(); ++i) {
    CertificateHandle next = read_certificate(chain[i]);
    if (next) sk_X509_push(intermediates.get(), next.release());
  }
  if (X509_STORE_CTX_init(context.get(), store.get(), leaf, intermediates.get()) != 1) return false;
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(parameters, std::chrono::system_clock::to_time_t(now));
  // What clients trust may be an intermediate (cert-manager): it needs no root above it.
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_SERVER);
  return X509_verify_cert(context.get()) == 1;
}

std::expected<Validity, Fault> examine(const Bundle& bundle, std::string_view dns_name, SystemTime now) {
  if (bundle.ca.empty() || bundle.chain.empty() || bundle.key.empty()) return std::unexpected(Fault::incomplete);
  const CertificateHandle leaf = read_certificate(bundle.chain);
  const KeyHandle key = read_key(bundle.key);
  if (!leaf || !key || certificates_of(bundle.ca).empty()) return std::unexpected(Fault::unreadable);
  if (X509_check_private_key(leaf.get(), key.get()) != 1) return std::unexpected(Fault::key_mismatch);
  if (X509_check_host(leaf.get(), dns_name.data(), dns_name.size(), 0, nullptr) != 1) {
    return std::unexpected(Fault::wrong_name);
  }
  const Validity validity{.from = to_time(X509_get0_notBefore(leaf.get())),
                          .until = to_time(X509_get0_notAfter(leaf.get()))};
  if (now < validity.from) return std::unexpected(Fault::not_yet_valid);
  if (now >= validity.until) return std::unexpected(Fault::expired);
  if (!trusted(leaf.get(), bundle, now)) return std::unexpected(Fault::not_signed_by_ca);
  return validity;
}

}  // namespace

std::string_view id_of(Fault fault) {
  switch (fault) {
    case Fault::incomplete:
      return "incomplete";
    case Fault::unreadable:
      return "unreadable";
    case Fault::key_mismatch:
      return "key_mismatch";
    case Fault::wrong_name:
      return "wrong_name";
    case Fault::not_signed_by_ca:
      return "not_signed_by_ca";
    case Fault::not_yet_valid:
      return "not_yet_valid";
    case Fault::expired:
      return "expired";
  }
  return "unknown";
}

std::optional<SystemTime> valid_from(std::string_view pem) {
  const CertificateHandle certificate = read_certificate(pem);
  ERR_clear_error();
  if (!certificate) return std::nullopt;
  return to_time(X509_get0_notBefore(certificate.get()));
}

std::optional<SystemTime> valid_until(std::string_view pem) {
  const CertificateHandle certificate = read_certificate(pem);
  ERR_clear_error();
  if (!certificate) return std::nullopt;
  return to_time(X509_get0_notAfter(certificate.get()));
}

std::expected<Validity, Fault> inspect(const Bundle& bundle, std::string_view dns_name, SystemTime now) {
  ERR_clear_error();
  auto result = examine(bundle, dns_name, now);
  ERR_clear_error();  // reading what is no PEM leaves entries behind
  return result;
}

}  // namespace chandler::certs
