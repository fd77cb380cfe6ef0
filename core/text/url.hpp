#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// An http: or https: address (RFC 3986), taken apart. Escapes are kept as they are written.
struct Url {
  std::string scheme;    // "http" or "https"
  std::string userinfo;  // "user:password", or empty
  std::string host;      // in lower case; a name or an address, without brackets
  std::uint16_t port = 0;
  std::string path = "/";
  std::optional<std::string> query;  // behind the '?'
  std::string fragment;              // behind the '#', or empty

  bool tls() const { return scheme == "https"; }
  std::string authority() const;  // "host", "[::1]:8443": without the scheme's own port
  std::string target() const;     // path and query: what a request asks for
  // "https://host/path?…": for messages, since a query or a user's name may hold secrets.
  std::string shown() const;
};

// Whether a text begins as an address of any scheme does: "https://", "s3://".
bool looks_like_url(std::string_view text);

Parsed<Url> parse_url(std::string_view text);

// What `reference`, such as a redirection's Location, means when it is met at `base` (RFC 3986, 5.2).
Parsed<Url> resolve_url(const Url& base, std::string_view reference);

// Same scheme, host and port.
bool same_origin(const Url& a, const Url& b);

// "menu%20items" as "menu items". Nullopt: a '%' without two hexadecimal digits behind it.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace chandler::core::text
