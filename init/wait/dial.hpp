#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "init/wait/probe.hpp"

namespace chandler::wait {

// Opens a TCP connection and closes it again: the first numeric address of `host` that accepts one, or
// why none does. IPv6 and IPv4. A stop ends it at once.
std::expected<std::string, std::string> dial(const std::string& host, std::uint16_t port, const Patience& patience);

}  // namespace chandler::wait
