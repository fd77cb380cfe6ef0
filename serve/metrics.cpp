#include "serve/metrics.hpp"

#include <array>
#include <chrono>

namespace chandler::serve {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 1> version_label{"version"};

constexpr Declaration ready{.type = Type::gauge,
                            .name = "chandler_ready",
                            .help = "1 when /readyz says yes: a certificate is served and clients trust it."};
constexpr Declaration expiry{.type = Type::gauge,
                             .name = "chandler_certificate_expiry_timestamp_seconds",
                             .help = "When the served certificate expires, as Unix time; 0 when none is loaded."};
constexpr Declaration connections{.type = Type::gauge,
                                  .name = "chandler_connections",
                                  .help = "Open connections to the admission port, idle ones with them."};
constexpr Declaration accepted{.type = Type::counter,
                               .name = "chandler_connections_accepted_total",
                               .help = "Connections accepted on the admission port."};
constexpr Declaration handshakes_failed{
    .type = Type::counter,
    .name = "chandler_handshakes_failed_total",
    .help = "TLS handshakes that failed: clients that do not trust the certificate."};
constexpr Declaration timed_out{.type = Type::counter,
                                .name = "chandler_connections_timed_out_total",
                                .help = "Connections cut off in a handshake, a request or a response for slowness."};
constexpr Declaration turned_away{
    .type = Type::counter,
    .name = "chandler_connections_turned_away_total",
    .help = "Connections closed at once: too many are open, or no certificate is loaded."};
constexpr Declaration build{.type = Type::gauge,
                            .name = "chandler_build_info",
                            .help = "Always 1; the label says which version runs.",
                            .labels = version_label};
constexpr Declaration started{
    .type = Type::gauge, .name = "chandler_start_timestamp_seconds", .help = "When the process started, as Unix time."};

constexpr std::array all{&ready,     &expiry,      &connections, &accepted, &handshakes_failed,
                         &timed_out, &turned_away, &build,       &started};

double unix_seconds(std::chrono::system_clock::time_point time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics(platform::metrics::Registry& registry)
    : ready_(registry.add(ready).with({})),
      expiry_(registry.add(expiry).with({})),
      connections_(registry.add(connections).with({})),
      accepted_(registry.add(accepted).with({})),
      handshakes_failed_(registry.add(handshakes_failed).with({})),
      timed_out_(registry.add(timed_out).with({})),
      turned_away_(registry.add(turned_away).with({})) {
  registry.add(build).with({CHANDLER_VERSION}).set(1);
  registry.add(started).with({}).set(unix_seconds(std::chrono::system_clock::now()));
}

void Metrics::sample(const platform::http::ServerStatistics& server, const platform::tls::ServerContext* certificate,
                     bool is_ready) {
  ready_.set(is_ready ? 1 : 0);
  expiry_.set(certificate != nullptr ? unix_seconds(certificate->expires()) : 0);
  connections_.set(static_cast<double>(server.connections));
  accepted_.set(static_cast<double>(server.accepted));
  handshakes_failed_.set(static_cast<double>(server.handshakes_failed));
  timed_out_.set(static_cast<double>(server.timed_out));
  turned_away_.set(static_cast<double>(server.turned_away));
}

}  // namespace chandler::serve
