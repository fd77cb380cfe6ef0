#include "platform/http/basic_authorization.hpp"

#include <format>
#include <vector>

#include <openssl/evp.h>

namespace chandler::platform::http {

std::string basic_authorization(std::string_view user, std::string_view password) {
  const std::string pair = std::format("{}:{}", user, password);
  std::vector<unsigned char> encoded((pair.size() + 2) / 3 * 4 + 1);  // EVP_EncodeBlock ends with a NUL
  const int size = EVP_EncodeBlock(encoded.data(), reinterpret_cast<const unsigned char*>(pair.data()),
                                   static_cast<int>(pair.size()));
  return "Basic " + std::string(encoded.begin(), encoded.begin() + size);
}

}  // namespace chandler::platform::http
