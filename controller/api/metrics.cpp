#include "controller/api/metrics.hpp"

#include <array>

namespace chandler::controller::api {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 2> request_labels{"route", "status"};
constexpr std::array<std::string_view, 2> action_labels{"action", "outcome"};
constexpr std::array duration_buckets{0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0};

constexpr Declaration requests{.type = Type::counter,
                               .name = "chandler_api_requests_total",
                               .help = "Requests to the REST API and the web page, by route and HTTP status.",
                               .labels = request_labels};
constexpr Declaration duration{
    .type = Type::histogram,
    .name = "chandler_api_duration_seconds",
    .help = "Time from a whole request to the REST API to its answer, with what the API server was asked.",
    .buckets = duration_buckets};
constexpr Declaration actions{.type = Type::counter,
                              .name = "chandler_api_actions_total",
                              .help = "Operations asked for by REST and the web page, by action and outcome.",
                              .labels = action_labels};

constexpr std::array all{&requests, &duration, &actions};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics(platform::metrics::Registry& registry)
    : requests(registry.add(api::requests)),
      duration(registry.add(api::duration).with({})),
      actions(registry.add(api::actions)) {}

}  // namespace chandler::controller::api
