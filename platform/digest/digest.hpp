#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace chandler::platform {

// A digest of bytes that come in pieces. One thread at a time. Throws std::runtime_error where OpenSSL's
// configuration has no such algorithm.
class Digest {
 public:
  void update(std::string_view piece);
  std::string hex();  // lower case; ends it

 protected:
  explicit Digest(const EVP_MD* algorithm);

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

class Sha256 : public Digest {
 public:
  Sha256();
};

class Sha384 : public Digest {
 public:
  Sha384();
};

}  // namespace chandler::platform
