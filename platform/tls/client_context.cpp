#include "platform/tls/client_context.hpp"

#include <openssl/err.h>

#include "platform/tls/failure.hpp"
#include "platform/tls/handles.hpp"
#include "platform/tls/use_certificate.hpp"

namespace chandler::platform::tls {
namespace {

core::Expected<void> trust(SSL_CTX* context, std::string_view ca) {
  if (ca.empty()) {
    SSL_CTX_set_default_verify_paths(context);
    return {};
  }
  const BioHandle text = reader(ca);
  int trusted = 0;
  while (const CertificateHandle next = next_certificate(text.get())) {
    trusted += X509_STORE_add_cert(SSL_CTX_get_cert_store(context), next.get());
  }
  if (trusted == 0) return std::unexpected(failure("cannot read the CA certificate", "it has to be PEM"));
  ERR_clear_error();
  return {};
}

}  // namespace

void ClientContext::Free::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

core::Expected<std::shared_ptr<const ClientContext>> ClientContext::make(const ClientSettings& settings) {
  ERR_clear_error();
  Handle context(SSL_CTX_new(TLS_client_method()));
  if (!context) return std::unexpected(failure("cannot make a TLS context", {}));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), settings.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
  if (auto trusted = trust(context.get(), settings.ca); !trusted) return std::unexpected(trusted.error());
  if (!settings.certificate.empty()) {
    const auto used = use_certificate(context.get(), settings.certificate, settings.key);
    if (!used) {
      core::Error error = used.error();
      error.message = "client certificate: " + error.message;
      return std::unexpected(std::move(error));
    }
  }
  return std::shared_ptr<const ClientContext>(new ClientContext(std::move(context)));
}

}  // namespace chandler::platform::tls
