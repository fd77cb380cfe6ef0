#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "platform/net/patience.hpp"
#include "platform/net/socket.hpp"

namespace chandler::platform::net {

struct Dialled {
  Socket socket;        // connected, non-blocking
  std::string address;  // numeric, without the port
};

// Opens a TCP connection to the first address of `host` that accepts one, or says why none does. IPv6 and
// IPv4. A stop ends it at once.
std::expected<Dialled, std::string> dial(const std::string& host, std::uint16_t port, const Patience& patience);

}  // namespace chandler::platform::net
