#include "tests/integration/apiserver/account_tokens.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "platform/kubernetes/base64.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;

// https://www.rfc-editor.org/rfc/rfc7515#appendix-C
std::string base64url(const std::string& bytes) {
  std::string text = platform::kubernetes::base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <typename T>
using Handle = std::unique_ptr<T, Free>;

// ES256 (RFC 7518, 3.4): r and s, 32 bytes each.
std::string signature_of(const std::string& text, const std::string& pem) {
  const Handle<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Handle<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  std::vector<unsigned char> der(256);
  std::size_t length = der.size();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &length, bytes, text.size()) != 1) {
    throw std::runtime_error("the token cannot be signed");
  }
  const unsigned char* at = der.data();
  const Handle<ECDSA_SIG> signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
  std::array<unsigned char, 64> raw{};
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32);
  return {raw.begin(), raw.end()};
}

}  // namespace

ServiceAccount make_account(ControlPlane& cluster, const std::string& namespace_name, const std::string& name) {
  const json made =
      cluster.make({.plural = "serviceaccounts", .namespace_name = namespace_name}, {{"metadata", {{"name", name}}}});
  return {.namespace_name = namespace_name, .name = name, .uid = made.at("metadata").at("uid").get<std::string>()};
}

std::string request_token(ControlPlane& cluster, const ServiceAccount& account, const std::string& audience) {
  const json made = cluster.make({.plural = "serviceaccounts",
                                  .namespace_name = account.namespace_name,
                                  .name = account.name,
                                  .subresource = "token"},
                                 {{"apiVersion", "authentication.k8s.io/v1"},
                                  {"kind", "TokenRequest"},
                                  {"spec", {{"audiences", {audience}}, {"expirationSeconds", 600}}}});
  return made.at("status").at("token").get<std::string>();
}

std::string sign_token(ControlPlane& cluster, const ServiceAccount& account, const std::string& audience,
                       std::chrono::sys_seconds ends) {
  const auto seconds = ends.time_since_epoch().count();
  const json claims{
      {"iss", "https://localhost"},
      {"sub", account.username()},
      {"aud", {audience}},
      {"iat", seconds - 3600},
      {"nbf", seconds - 3600},
      {"exp", seconds},
      {"kubernetes.io",
       {{"namespace", account.namespace_name}, {"serviceaccount", {{"name", account.name}, {"uid", account.uid}}}}}};
  std::ifstream in(cluster.folder() / "accounts.key");
  const std::string pem{std::istreambuf_iterator<char>(in), {}};
  const std::string signed_part = base64url(R"({"alg":"ES256","typ":"JWT"})") + "." + base64url(claims.dump());
  return signed_part + "." + base64url(signature_of(signed_part, pem));
}

}  // namespace chandler::tests
