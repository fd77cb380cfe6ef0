#include "serve/endpoint.hpp"

#include <charconv>
#include <format>

namespace chandler::serve {

core::Expected<Endpoint> Endpoint::parse(std::string_view text) {
  const auto refused = [&](std::string_view why) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "usage",
                                       .message = std::format("'{}' is no address to listen on: {}", text, why),
                                       .hint = "give ADDRESS:PORT, such as 0.0.0.0:8443, :8443 or [::]:8443"});
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return refused("the port is missing");
  Endpoint endpoint;
  const std::string_view port = text.substr(colon + 1);
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size()) {
    return refused("the port is not a number up to 65535");
  }
  std::string_view address = text.substr(0, colon);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  if (!bracketed && address.contains(':')) return refused("an IPv6 address stands in brackets");
  endpoint.address = address.empty() ? "0.0.0.0" : address;
  return endpoint;
}

}  // namespace chandler::serve
