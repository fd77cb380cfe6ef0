#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include <netdb.h>

#include "platform/net/patience.hpp"

namespace chandler::platform::net {

struct FreeAddresses {
  void operator()(addrinfo* list) const;
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

// A host's stream addresses, IPv6 and IPv4, as /etc/hosts and DNS give them. The error says why there
// are none. Gives up at the deadline or within a tenth of a second after a stop.
std::expected<Addresses, std::string> resolve(const std::string& host, std::uint16_t port, const Patience& patience);

}  // namespace chandler::platform::net
