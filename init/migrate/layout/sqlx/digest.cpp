#include "init/migrate/layout/sqlx/digest.hpp"

#include <array>
#include <memory>
#include <string_view>

#include <openssl/evp.h>

namespace chandler::migrate::sqlx_layout {
namespace {

class Sha384 {
 public:
  Sha384() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    // Looked up once: EVP_sha384() would be, at each of ten thousand files.
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm(EVP_MD_fetch(nullptr, "SHA384", nullptr),
                                                                           &EVP_MD_free);
    EVP_DigestInit_ex2(context_.get(), algorithm.get(), nullptr);
  }

  void add(std::string_view piece) { EVP_DigestUpdate(context_.get(), piece.data(), piece.size()); }

  std::string hex() {
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

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string digest(std::string_view text) {
  Sha384 sum;
  sum.add(text);
  return sum.hex();
}

core::Expected<std::string> digest_of(const Folder& folder, const std::string& file) {
  const auto view = folder.view(file);
  if (!view) return std::unexpected(view.error());
  Sha384 sum;
  if (folder.begins_with_mark(file)) sum.add(byte_order_mark);
  folder.sweep(*view, [&](std::string_view piece) { sum.add(piece); });
  return sum.hex();
}

}  // namespace chandler::migrate::sqlx_layout
