#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>

#include "core/text/list.hpp"
#include "core/text/number.hpp"
#include "platform/http/proxy.hpp"

namespace chandler::platform::http {
namespace {

// An address by its bytes: 4 or 16.
struct Address {
  std::array<unsigned char, 16> bytes{};
  std::size_t size = 0;
};

std::optional<Address> address_of(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string terminated(text);
  Address address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.size = 4;
  } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    address.size = 16;
  } else {
    return std::nullopt;
  }
  return address;
}

bool same_start(const Address& a, const Address& b, std::size_t bits) {
  if (a.size != b.size || bits > a.size * 8) return false;
  for (std::size_t bit = 0; bit < bits; ++bit) {
    const unsigned int mask = 0x80U >> (bit % 8);
    if (((a.bytes.at(bit / 8) ^ b.bytes.at(bit / 8)) & mask) != 0) return false;
  }
  return true;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool names_match(std::string_view entry, std::string_view host) {
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.ends_with('.')) entry.remove_suffix(1);
  if (host.ends_with('.')) host.remove_suffix(1);
  if (entry.empty() || entry.size() > host.size()) return false;
  const std::size_t above = host.size() - entry.size();
  return same_letters(host.substr(above), entry) && (above == 0 || host[above - 1] == '.');
}

// Takes ":PORT" off a name, an IPv4 address or one in brackets.
std::optional<std::uint16_t> take_port(std::string_view& entry) {
  const std::size_t colon = entry.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const bool bare_address = entry.find(':') != colon && entry[colon - 1] != ']';
  const auto port = core::text::parse_port(entry.substr(colon + 1));
  if (bare_address || !port) return std::nullopt;
  entry = entry.substr(0, colon);
  return *port;
}

bool entry_matches(std::string_view entry, std::string_view host, std::uint16_t port) {
  if (entry == "*") return true;
  if (const auto only = take_port(entry); only && *only != port) return false;
  const auto wanted = address_of(host);
  const std::size_t slash = entry.find('/');
  const auto listed = address_of(entry.substr(0, slash));
  if (wanted.has_value() != listed.has_value()) return false;
  if (!wanted) return names_match(entry, host);
  if (slash == std::string_view::npos) return same_start(*wanted, *listed, listed->size * 8);
  const auto bits = core::text::parse_whole(entry.substr(slash + 1), 0, 128);
  return bits && same_start(*wanted, *listed, static_cast<std::size_t>(*bits));
}

}  // namespace

bool matches_no_proxy(std::string_view list, std::string_view host, std::uint16_t port) {
  std::string commas(list);
  std::ranges::replace_if(commas, [](unsigned char c) { return std::isspace(c) != 0; }, ',');
  return std::ranges::any_of(core::text::split(commas, ','), [&](std::string_view entry) {
    return !entry.empty() && entry_matches(entry, host, port);
  });
}

bool is_loopback(std::string_view host) {
  return same_letters(host, "localhost") || matches_no_proxy("127.0.0.0/8,::1", host, 0);
}

}  // namespace chandler::platform::http
