#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "certs/source.hpp"
#include "core/error.hpp"
#include "webhook/handler.hpp"

namespace chandler::webhook {

struct Endpoint {
  std::string address;  // numeric
  std::uint16_t port = 0;

  // "0.0.0.0:8443", ":8443" (all IPv4 addresses) or "[::]:8443". Fails as wrong usage.
  static core::Expected<Endpoint> parse(std::string_view text);
};

struct ServiceOptions {
  Endpoint listen;
  Endpoint health;
  std::size_t io_threads = 1;
  std::size_t workers = 0;  // 0: the I/O threads decide; deciding never blocks
  // How often the certificate's source is asked again.
  std::chrono::milliseconds certificate_interval{30'000};
  // From being told to end: not ready, but serving, until the endpoints have spread that.
  std::chrono::milliseconds drain{4'000};
  // Then for requests in flight.
  std::chrono::milliseconds grace{10'000};
};

// Serves admission and health until `stop`. Blocks. Fails only when a port cannot be listened on: all
// else that goes wrong is logged, shown by /readyz and tried again.
core::Expected<void> serve(const ServiceOptions& options, Decide decide, std::unique_ptr<certs::Source> source,
                           const std::stop_token& stop);

}  // namespace chandler::webhook
