#include "webhook/metrics.hpp"

#include <array>
#include <chrono>

namespace chandler::webhook {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 3> request_labels{"decision", "reason", "kind"};
constexpr std::array<std::string_view, 1> version_label{"version"};
constexpr std::array duration_buckets{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0};

constexpr Declaration requests{
    .type = Type::counter,
    .name = "chandler_admission_requests_total",
    .help = "Admission requests answered, by decision (allowed, patched, denied, failed), reason and kind of object.",
    .labels = request_labels};
constexpr Declaration malformed{.type = Type::counter,
                                .name = "chandler_admission_malformed_total",
                                .help = "Requests that were no AdmissionReview and were answered with 400."};
constexpr Declaration duration{.type = Type::histogram,
                               .name = "chandler_admission_duration_seconds",
                               .help = "Time from a whole admission request to its answer, without the network.",
                               .buckets = duration_buckets};
constexpr Declaration in_flight{.type = Type::gauge,
                                .name = "chandler_admission_in_flight",
                                .help = "Admission requests that are being decided now."};
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

constexpr std::array all{&requests, &malformed,         &duration,  &in_flight,   &ready, &expiry, &connections,
                         &accepted, &handshakes_failed, &timed_out, &turned_away, &build, &started};

double unix_seconds(std::chrono::system_clock::time_point time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics()
    : requests(registry_.add(webhook::requests)),
      malformed(registry_.add(webhook::malformed).with({})),
      duration(registry_.add(webhook::duration).with({})),
      in_flight(registry_.add(webhook::in_flight).with({})),
      ready_(registry_.add(ready).with({})),
      expiry_(registry_.add(expiry).with({})),
      connections_(registry_.add(connections).with({})),
      accepted_(registry_.add(accepted).with({})),
      handshakes_failed_(registry_.add(handshakes_failed).with({})),
      timed_out_(registry_.add(timed_out).with({})),
      turned_away_(registry_.add(turned_away).with({})) {
  registry_.add(build).with({CHANDLER_VERSION}).set(1);
  registry_.add(started).with({}).set(unix_seconds(std::chrono::system_clock::now()));
}

std::string Metrics::text(const platform::http::ServerStatistics& server,
                          const platform::tls::ServerContext* certificate, bool is_ready) {
  ready_.set(is_ready ? 1 : 0);
  expiry_.set(certificate != nullptr ? unix_seconds(certificate->expires()) : 0);
  connections_.set(static_cast<double>(server.connections));
  accepted_.set(static_cast<double>(server.accepted));
  handshakes_failed_.set(static_cast<double>(server.handshakes_failed));
  timed_out_.set(static_cast<double>(server.timed_out));
  turned_away_.set(static_cast<double>(server.turned_away));
  return registry_.text();
}

}  // namespace chandler::webhook
