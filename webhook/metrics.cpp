#include "webhook/metrics.hpp"

#include <array>

namespace chandler::webhook {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 3> request_labels{"decision", "reason", "kind"};
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
constexpr std::array all{&requests, &malformed, &duration, &in_flight};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics(platform::metrics::Registry& registry)
    : requests(registry.add(webhook::requests)),
      malformed(registry.add(webhook::malformed).with({})),
      duration(registry.add(webhook::duration).with({})),
      in_flight(registry.add(webhook::in_flight).with({})) {}

}  // namespace chandler::webhook
