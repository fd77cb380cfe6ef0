#include "core/text/url.hpp"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>
#include <vector>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/number.hpp"

namespace chandler::core::text {
namespace {

constexpr std::string_view separator = "://";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string out;
  std::ranges::transform(text, std::back_inserter(out), lower);
  return out;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && lower(text.front()) >= 'a' && lower(text.front()) <= 'z' &&
         std::ranges::all_of(text, [](char c) {
           return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
         });
}

std::uint16_t port_of(std::string_view scheme) {
  return scheme == "https" ? 443 : 80;
}

// "host", "host:port", "[::1]:port".
Parsed<void> read_endpoint(std::string_view text, Url& url) {
  std::string_view host = text;
  std::string_view port;
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return mismatch("has a '[' without a ']'");
  if (const std::size_t colon = text.find(':', bracket); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  if (host.empty()) return mismatch("lacks a host");
  const bool bracketed = host.starts_with('[');
  if (bracketed) host = host.ends_with(']') ? host.substr(1, host.size() - 2) : std::string_view();
  if (!parse_host(host) || bracketed != host.contains(':')) return mismatch("has no host name or address");
  url.host = lowered(host);
  url.port = port_of(url.scheme);
  if (port.empty()) return {};
  const auto number = parse_port(port);
  if (!number) return mismatch(std::format("has a port that {}", number.error().why));
  url.port = *number;
  return {};
}

// RFC 3986, 5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const auto parts = split(path.substr(1), '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    if (parts[i] != "." && parts[i] != "..") {
      kept.push_back(parts[i]);
      continue;
    }
    if (parts[i] == ".." && !kept.empty()) kept.pop_back();
    if (last) kept.emplace_back();  // "a/.." is a folder
  }
  std::string out;
  for (const std::string_view part : kept) out.append("/").append(part);
  return out.empty() ? "/" : out;
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.contains(':') ? std::format("[{}]", host) : host;
  return port == port_of(scheme) ? name : std::format("{}:{}", name, port);
}

std::string Url::target() const {
  return query ? std::format("{}?{}", path, *query) : path;
}

std::string Url::shown() const {
  return std::format("{}{}{}{}{}", scheme, separator, authority(), path, query ? "?…" : "");
}

bool looks_like_url(std::string_view text) {
  const std::size_t end = text.find(separator);
  return end != std::string_view::npos && is_scheme(text.substr(0, end));
}

Parsed<Url> parse_url(std::string_view text) {
  const std::size_t end = text.find(separator);
  Url url;
  url.scheme = lowered(text.substr(0, end));
  if (end == std::string_view::npos || (url.scheme != "http" && url.scheme != "https")) {
    return mismatch("does not begin with https:// or http://");
  }
  if (!std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; })) {
    return mismatch("has blanks or other characters that a URL writes as %20 and the like");
  }
  std::string_view rest = text.substr(end + separator.size());
  if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
    url.fragment = rest.substr(hash + 1);
    rest = rest.substr(0, hash);
  }
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, authority_end);
  rest.remove_prefix(authority_end);
  if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
    url.query = rest.substr(question + 1);
    rest = rest.substr(0, question);
  }
  if (!rest.empty()) url.path = rest;
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  if (auto read = read_endpoint(authority, url); !read) return std::unexpected(read.error());
  return url;
}

Parsed<Url> resolve_url(const Url& base, std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const bool absolute = colon != std::string_view::npos && is_scheme(reference.substr(0, colon));
  if (absolute) return parse_url(reference);
  if (reference.starts_with("//")) return parse_url(std::format("{}:{}", base.scheme, reference));
  Url url = base;
  url.fragment.clear();
  std::string_view rest = reference.substr(0, reference.find('#'));
  if (rest.empty()) return url;
  const std::size_t question = rest.find('?');
  const std::string_view path = rest.substr(0, question);
  url.query = question == std::string_view::npos ? std::nullopt : std::optional<std::string>(rest.substr(question + 1));
  if (!std::ranges::all_of(rest, [](char c) { return c > 0x20 && c < 0x7F; })) {
    return mismatch("has blanks or other characters that a URL writes as %20 and the like");
  }
  if (path.starts_with('/')) {
    url.path = without_dots(path);
  } else if (!path.empty()) {
    url.path = without_dots(base.path.substr(0, base.path.rfind('/') + 1).append(path));
  }
  return url;
}

bool same_origin(const Url& a, const Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned int byte = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

}  // namespace chandler::core::text
