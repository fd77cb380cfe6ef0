#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/text/url.hpp"
#include "platform/process/environment.hpp"

namespace chandler::platform::http {

// A server that tunnels connections (CONNECT). Holds a password: never log `authorization`.
struct Proxy {
  std::string host;  // name or address, without brackets
  std::uint16_t port = 0;
  std::string authorization;  // of Proxy-Authorization, or empty

  std::string display() const;  // "proxy:3128"
};

// The proxy for an https: address, by the variables that curl and Go read: https_proxy or HTTPS_PROXY, else
// all_proxy or ALL_PROXY, unless no_proxy or NO_PROXY names the host. Never for this machine itself, nor for
// http:. The error, for a person, says which variable is no address of an http: proxy; it holds no password.
std::expected<std::optional<Proxy>, std::string> proxy_for(const core::text::Url& url, const Environment& environment);

// An http: proxy's address, "http://user:password@proxy:3128". The error completes the sentence "TEXT …" and holds
// nothing of it.
std::expected<Proxy, std::string> parse_proxy(std::string_view address);

// Whether the list takes a host out: entries with commas or blanks between, each a name (itself and all below
// it, with a leading dot or without), an address, a range such as 10.0.0.0/8, any of these with :PORT, or *.
bool matches_no_proxy(std::string_view list, std::string_view host, std::uint16_t port);

// Whether a host is this machine: "localhost", 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view host);

}  // namespace chandler::platform::http
