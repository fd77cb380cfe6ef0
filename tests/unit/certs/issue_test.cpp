#include "certs/issue.hpp"

#include <catch2/catch_test_macros.hpp>
#include <openssl/x509v3.h>

#include "platform/tls/handles.hpp"

namespace chandler::certs {
namespace {

using platform::tls::CertificateHandle;
using platform::tls::read_certificate;
using platform::tls::read_key;

const SystemTime now = SystemTime(std::chrono::days{20000});

}  // namespace

TEST_CASE("the leaf is an ECDSA server certificate for the Service's names, signed by the CA") {
  const Bundle bundle = issue({.dns_names = service_dns_names("chandler", "ops")}, now).value();
  const CertificateHandle leaf = read_certificate(bundle.chain);
  const CertificateHandle ca = read_certificate(bundle.ca);
  REQUIRE(leaf);
  REQUIRE(ca);
  for (const char* name : {"chandler", "chandler.ops", "chandler.ops.svc", "chandler.ops.svc.cluster.local"}) {
    CHECK(X509_check_host(leaf.get(), name, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1);
  }
  CHECK(X509_check_host(leaf.get(), "other.ops.svc", 0, 0, nullptr) == 0);
  CHECK(EVP_PKEY_is_a(X509_get0_pubkey(leaf.get()), "EC") == 1);
  CHECK(EVP_PKEY_get_bits(X509_get0_pubkey(leaf.get())) == 256);
  CHECK(X509_check_purpose(leaf.get(), X509_PURPOSE_SSL_SERVER, 0) == 1);
  CHECK(X509_check_ca(leaf.get()) == 0);
  CHECK(X509_check_ca(ca.get()) == 1);
  CHECK(X509_check_issued(ca.get(), leaf.get()) == X509_V_OK);
  CHECK(X509_verify(leaf.get(), X509_get0_pubkey(ca.get())) == 1);
  CHECK(X509_check_private_key(leaf.get(), read_key(bundle.key).get()) == 1);
}

TEST_CASE("no two CAs are alike in name, key or serial") {
  const Bundle one = issue({.dns_names = {"a"}}, now).value();
  const Bundle two = issue({.dns_names = {"a"}}, now).value();
  const CertificateHandle first = read_certificate(one.ca);
  const CertificateHandle second = read_certificate(two.ca);
  CHECK(X509_NAME_cmp(X509_get_subject_name(first.get()), X509_get_subject_name(second.get())) != 0);
  CHECK(ASN1_INTEGER_cmp(X509_get0_serialNumber(first.get()), X509_get0_serialNumber(second.get())) != 0);
  CHECK(one.key != two.key);
  CHECK(certificates_of(one.chain).size() == 1);  // the CA's key is nowhere, its certificate only in `ca`
}

TEST_CASE("a name that is none is an error") {
  CHECK(issue({.dns_names = {"bad,name"}}, now).error().code == "certs.issue");
}

}  // namespace chandler::certs
