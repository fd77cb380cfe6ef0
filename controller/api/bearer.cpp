#include "controller/api/bearer.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/base64.hpp"

namespace chandler::controller::api {
namespace {

constexpr std::size_t longest_token = 8192;  // bytes; a service account's has about 1,000

constexpr std::string_view how_to_get_one =
    "`kubectl chandler ui` brings one along, and `kubectl create token SERVICEACCOUNT --audience chandler.dev` makes "
    "one";

bool is_scheme(std::string_view text) {
  static constexpr std::string_view scheme = "bearer";
  return std::ranges::equal(text, scheme, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("-._~+/=").contains(c);
}

// https://www.rfc-editor.org/rfc/rfc7515#appendix-C
std::optional<std::string> from_base64url(std::string_view text) {
  std::string padded(text);
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  return platform::kubernetes::from_base64(padded);
}

}  // namespace

Result<std::string_view> bearer_token(std::string_view authorization) {
  if (authorization.empty()) {
    return refuse(Reason::unauthenticated,
                  std::format("give a bearer token of audience chandler.dev: {}", how_to_get_one));
  }
  const std::size_t space = authorization.find(' ');
  std::string_view token = space == std::string_view::npos ? std::string_view() : authorization.substr(space + 1);
  while (token.starts_with(' ')) token.remove_prefix(1);
  const bool good = is_scheme(authorization.substr(0, space)) && !token.empty() && token.size() <= longest_token &&
                    std::ranges::all_of(token, is_token_character);
  if (good) return token;
  return refuse(
      Reason::unauthenticated,
      std::format("the Authorization header is not \"Bearer TOKEN\" with a token of at most {} characters: {}",
                  longest_token, how_to_get_one));
}

std::optional<std::chrono::sys_seconds> expiry_of(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const auto text = from_base64url(token.substr(first + 1, last - first - 1));
  if (!text) return std::nullopt;
  const nlohmann::json claims = nlohmann::json::parse(*text, nullptr, false);
  if (!claims.is_object()) return std::nullopt;
  const auto expiry = claims.find("exp");
  if (expiry == claims.end() || !expiry->is_number_integer()) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(expiry->get<std::int64_t>()));
}

}  // namespace chandler::controller::api
