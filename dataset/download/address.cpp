#include "dataset/download/address.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <utility>

#include "platform/http/proxy.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view digest = "sha256=";
constexpr std::size_t digest_digits = 64;

// Of a text that may be no URL: up to where secrets may begin.
std::string shown(std::string_view text) {
  text = text.substr(0, text.find_first_of("?#"));
  const std::size_t authority = text.find("://") + 3;
  const std::size_t at = text.substr(0, text.find('/', authority)).rfind('@');
  if (at == std::string_view::npos) return std::string(text);
  return std::format("{}{}", text.substr(0, authority), text.substr(at + 1));
}

std::unexpected<core::Error> bad(std::string where, std::string message, std::string hint = {}) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "load.bad_source",
                                     .message = std::move(message),
                                     .where = std::move(where),
                                     .hint = std::move(hint)});
}

// Nullopt: the fragment is something else.
std::optional<std::string> digest_of(std::string_view fragment) {
  if (fragment.empty()) return std::string();
  if (!fragment.starts_with(digest)) return std::nullopt;
  fragment.remove_prefix(digest.size());
  if (fragment.size() != digest_digits) return std::nullopt;
  if (fragment.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
  return std::string(fragment);
}

}  // namespace

core::Expected<Address> parse_address(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find("://"));
  auto url = core::text::parse_url(text);
  if (!url && !scheme.starts_with("http") && !scheme.starts_with("HTTP")) {
    return bad(shown(text), std::format("{}: is not downloaded", scheme),
               "Object stores hand out presigned https: addresses; a mounted folder does, too");
  }
  if (!url) return bad(shown(text), std::format("it {}", url.error().why));
  if (!url->userinfo.empty()) {
    return bad(shown(text), "it holds a user's name, which would stand in logs and process lists",
               "Take it out, and set CHANDLER_SOURCE_USERNAME and CHANDLER_SOURCE_PASSWORD");
  }
  if (!url->tls() && !platform::http::is_loopback(url->host)) {
    return bad(shown(text), "http: is for this machine alone: on the way anybody could change the data", "Use https:");
  }
  Address address;
  auto sha256 = digest_of(url->fragment);
  if (!sha256) {
    return bad(shown(text), "what follows its # is no digest",
               "Expected #sha256= and 64 hexadecimal digits in lower case, or nothing");
  }
  address.sha256 = *std::move(sha256);
  url->fragment.clear();
  auto name = core::text::percent_decode(std::string_view(url->path).substr(url->path.rfind('/') + 1));
  if (!name || name->contains('/') || name->contains('\0')) {
    return bad(shown(text), "the last part of its path is no file's name", "Expected https://HOST/PATH/TABLE.csv");
  }
  address.file_name = *std::move(name);
  address.url = *std::move(url);
  return address;
}

}  // namespace chandler::dataset
