#include "webhook/service.hpp"

#include <atomic>
#include <charconv>
#include <format>

#include "certs/keeper.hpp"
#include "platform/http/server.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"
#include "webhook/health.hpp"

namespace chandler::webhook {
namespace {

namespace http = platform::http;
namespace tls = platform::tls;
namespace log = platform::log;

// Blocks until `stop`.
void wait(const std::stop_token& stop) {
  while (platform::sleep_unless_stopped(stop, std::chrono::hours(24))) {
  }
}

}  // namespace

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

core::Expected<void> serve(const ServiceOptions& options, Decide decide, std::unique_ptr<certs::Source> source,
                           const std::stop_token& stop) {
  const auto slot = std::make_shared<tls::ServerSlot>();
  Metrics metrics;
  const Handler handler(std::move(decide), metrics);
  auto admission = http::Server::start(
      {.address = options.listen.address,
       .port = options.listen.port,
       .tls = slot,
       .io_threads = options.io_threads,
       .workers = options.workers,
       .overloaded = [&handler](const http::Request& request) { return handler.overloaded(request); }},
      [&handler](const http::Request& request) { return handler.handle(request); });
  if (!admission) return std::unexpected(admission.error());
  http::Server& server = **admission;

  const certs::Keeper keeper(std::move(source), slot, {.interval = options.certificate_interval});
  std::atomic<bool> draining = false;
  const auto state = [&] {
    return HealthState{.certificate_loaded = slot->get() != nullptr, .trusted = keeper.ready(), .draining = draining};
  };
  const Health health(state, [&] { return metrics.text(server.statistics(), slot->get().get(), state().ready()); });
  auto plain =
      http::Server::start({.address = options.health.address, .port = options.health.port, .max_connections = 256},
                          [&health](const http::Request& request) { return health.handle(request); });
  if (!plain) return std::unexpected(plain.error());
  log::info("serving", "answering admission reviews",
            {{"address", options.listen.address},
             {"port", server.port()},
             {"health_port", (*plain)->port()},
             {"workers", options.workers},
             {"version", CHANDLER_VERSION}});

  wait(stop);
  draining = true;
  server.drain();
  log::info("draining", "not ready any more; serving on until clients have noticed",
            {{"drain_ms", options.drain.count()}});
  platform::sleep_unless_stopped({}, options.drain);
  server.stop(options.grace);
  (*plain)->stop(std::chrono::milliseconds(100));
  log::info("stopped", "all requests are answered");
  return {};
}

}  // namespace chandler::webhook
