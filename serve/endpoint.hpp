#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace chandler::serve {

struct Endpoint {
  std::string address;  // numeric
  std::uint16_t port = 0;

  // "0.0.0.0:8443", ":8443" (all IPv4 addresses) or "[::]:8443". Fails as wrong usage.
  static core::Expected<Endpoint> parse(std::string_view text);
};

}  // namespace chandler::serve
