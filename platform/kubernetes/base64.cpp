#include "platform/kubernetes/base64.hpp"

#include <algorithm>

#include <openssl/evp.h>

namespace chandler::platform::kubernetes {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int written = EVP_EncodeBlock(bytes_of(out), bytes_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string packed;
  packed.reserve(text.size());
  std::ranges::remove_copy_if(text, std::back_inserter(packed),
                              [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  if (packed.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && packed.size() > padding && packed[packed.size() - 1 - padding] == '=') ++padding;
  if (packed.find('=') < packed.size() - padding) return std::nullopt;  // EVP_DecodeBlock takes it for a zero
  std::string out(packed.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(bytes_of(out), bytes_of(packed), static_cast<int>(packed.size())) < 0) return std::nullopt;
  out.erase(out.size() - padding);  // EVP_DecodeBlock counts padding as zero bytes
  return out;
}

}  // namespace chandler::platform::kubernetes
