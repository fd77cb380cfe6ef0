#include "certs/issue.hpp"

#include <array>
#include <format>

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "platform/tls/handles.hpp"

namespace chandler::certs {
namespace {

using platform::tls::BioHandle;
using platform::tls::CertificateHandle;
using platform::tls::KeyHandle;
using platform::tls::Release;

using ExtensionHandle = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using NumberHandle = std::unique_ptr<BIGNUM, Release<BN_free>>;

struct OpenSslFailed {};

void check(bool worked) {
  if (!worked) throw OpenSslFailed{};
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string to_pem(X509* certificate) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  check(bio && PEM_write_bio_X509(bio.get(), certificate) == 1);
  return text_of(bio.get());
}

std::string to_pem(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_secmem()));
  check(bio && PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_of(bio.get());
}

KeyHandle new_key() {
  KeyHandle key(EVP_EC_gen("P-256"));
  check(key != nullptr);
  return key;
}

class Draft {
 public:
  Draft(const IssueOptions& options, SystemTime now) : certificate_(X509_new()) {
    check(certificate_ != nullptr);
    X509_set_version(certificate_.get(), X509_VERSION_3);
    set_serial();
    const auto from = std::chrono::system_clock::to_time_t(now - options.backdate);
    const auto until = std::chrono::system_clock::to_time_t(now + options.lifetime);
    check(ASN1_TIME_set(X509_getm_notBefore(certificate_.get()), from) != nullptr);
    check(ASN1_TIME_set(X509_getm_notAfter(certificate_.get()), until) != nullptr);
  }

  void name(const std::string& common_name) {
    X509_NAME* subject = X509_get_subject_name(certificate_.get());
    const auto* bytes = reinterpret_cast<const unsigned char*>(common_name.data());
    check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytes, static_cast<int>(common_name.size()), -1,
                                     0) == 1);
  }

  void key(EVP_PKEY* key) { check(X509_set_pubkey(certificate_.get(), key) == 1); }

  void issuer(X509* issuer) {
    issuer_ = issuer != nullptr ? issuer : certificate_.get();
    check(X509_set_issuer_name(certificate_.get(), X509_get_subject_name(issuer_)) == 1);
  }

  void extend(int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer_, certificate_.get(), nullptr, nullptr, 0);
    const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    check(extension && X509_add_ext(certificate_.get(), extension.get(), -1) == 1);
  }

  CertificateHandle sign(EVP_PKEY* key) {
    check(X509_sign(certificate_.get(), key, EVP_sha256()) > 0);
    return std::move(certificate_);
  }

 private:
  // 127 random bits, positive.
  void set_serial() {
    const NumberHandle number(BN_new());
    check(number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1);
    check(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate_.get())) != nullptr);
  }

  CertificateHandle certificate_;
  X509* issuer_ = nullptr;
};

// Several CAs live side by side during a renewal: each has a name of its own.
std::string ca_name() {
  std::array<unsigned char, 4> bytes{};
  check(RAND_bytes(bytes.data(), bytes.size()) == 1);
  return std::format("Chandler CA {:02x}{:02x}{:02x}{:02x}", bytes[0], bytes[1], bytes[2], bytes[3]);
}

CertificateHandle make_ca(const IssueOptions& options, SystemTime now, EVP_PKEY* key) {
  Draft draft(options, now);
  draft.name(ca_name());
  draft.key(key);
  draft.issuer(nullptr);
  draft.extend(NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  draft.extend(NID_key_usage, "critical,keyCertSign,cRLSign");
  draft.extend(NID_subject_key_identifier, "hash");
  return draft.sign(key);
}

CertificateHandle make_leaf(const IssueOptions& options, SystemTime now, EVP_PKEY* key, X509* ca, EVP_PKEY* ca_key) {
  std::string names;
  for (const std::string& name : options.dns_names) names += (names.empty() ? "DNS:" : ",DNS:") + name;
  Draft draft(options, now);
  draft.name("chandler");
  draft.key(key);
  draft.issuer(ca);
  draft.extend(NID_basic_constraints, "critical,CA:FALSE");
  draft.extend(NID_key_usage, "critical,digitalSignature");
  draft.extend(NID_ext_key_usage, "serverAuth");
  draft.extend(NID_subject_key_identifier, "hash");
  draft.extend(NID_authority_key_identifier, "keyid:always");
  draft.extend(NID_subject_alt_name, names);
  return draft.sign(ca_key);
}

}  // namespace

std::vector<std::string> service_dns_names(std::string_view name, std::string_view namespace_name) {
  return {std::format("{}.{}.svc", name, namespace_name), std::format("{}.{}.svc.cluster.local", name, namespace_name),
          std::format("{}.{}", name, namespace_name), std::string(name)};
}

core::Expected<Bundle> issue(const IssueOptions& options, SystemTime now) {
  try {
    ERR_clear_error();
    const KeyHandle ca_key = new_key();
    const KeyHandle key = new_key();
    const CertificateHandle ca = make_ca(options, now, ca_key.get());
    const CertificateHandle leaf = make_leaf(options, now, key.get(), ca.get(), ca_key.get());
    return Bundle{.ca = to_pem(ca.get()), .chain = to_pem(leaf.get()), .key = to_pem(key.get())};
  } catch (const OpenSslFailed&) {
    const char* reason = ERR_reason_error_string(ERR_peek_error());
    ERR_clear_error();
    return std::unexpected(core::Error{.code = "certs.issue",
                                       .message = std::format("cannot make a certificate: {}",
                                                              reason != nullptr ? reason : "OpenSSL gives no reason")});
  }
}

}  // namespace chandler::certs
