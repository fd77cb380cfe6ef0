#include "platform/digest/digest.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace chandler::platform {
namespace {

// Kept, for looking one up takes longer than digesting a small file: what EVP_sha256() gives is looked up
// anew at each use.
class Algorithm {
 public:
  explicit Algorithm(const char* name) : found_(EVP_MD_fetch(nullptr, name, nullptr), &EVP_MD_free) {}
  const EVP_MD* get() const { return found_.get(); }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> found_;
};

const EVP_MD* sha256() {
  static const Algorithm algorithm("SHA256");
  return algorithm.get();
}

const EVP_MD* sha384() {
  static const Algorithm algorithm("SHA384");
  return algorithm.get();
}

}  // namespace

void Digest::Free::operator()(EVP_MD_CTX* context) const {
  EVP_MD_CTX_free(context);
}

Digest::Digest(const EVP_MD* algorithm) : context_(EVP_MD_CTX_new()) {
  if (algorithm == nullptr || EVP_DigestInit_ex2(context_.get(), algorithm, nullptr) != 1) {
    throw std::runtime_error("OpenSSL offers no SHA-2 digest: check its configuration");
  }
}

void Digest::update(std::string_view piece) {
  EVP_DigestUpdate(context_.get(), piece.data(), piece.size());
}

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  EVP_DigestFinal_ex(context_.get(), bytes.data(), &length);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < length; ++i) {
    out += digits[bytes.at(i) >> 4U];
    out += digits[bytes.at(i) & 0xFU];
  }
  return out;
}

Sha256::Sha256() : Digest(sha256()) {}

Sha384::Sha384() : Digest(sha384()) {}

}  // namespace chandler::platform
