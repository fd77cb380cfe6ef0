#pragma once

#include <memory>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

// Owners of OpenSSL's objects, and PEM in. For .cpp files only.
namespace chandler::platform::tls {

template <auto Function>
struct Release {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};

using BioHandle = std::unique_ptr<BIO, Release<BIO_free_all>>;
using CertificateHandle = std::unique_ptr<X509, Release<X509_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using SessionHandle = std::unique_ptr<SSL, Release<SSL_free>>;

inline BioHandle reader(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Never ask a terminal for a pass phrase.
inline int no_pass_phrase(char*, int, int, void*) {
  return 0;
}

// The next certificate in a text of several. Null when no more comes.
inline CertificateHandle next_certificate(BIO* text) {
  return CertificateHandle(PEM_read_bio_X509(text, nullptr, no_pass_phrase, nullptr));
}

// Null when it is none.
inline CertificateHandle read_certificate(std::string_view pem) {
  return next_certificate(reader(pem).get());
}

inline KeyHandle read_key(std::string_view pem) {
  return KeyHandle(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_pass_phrase, nullptr));
}

}  // namespace chandler::platform::tls
