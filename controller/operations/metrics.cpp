#include "controller/operations/metrics.hpp"

#include <array>

namespace chandler::controller::operations {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 1> action_label{"action"};
constexpr std::array<std::string_view, 2> end_labels{"action", "phase"};

constexpr Declaration open{
    .type = Type::gauge, .name = "chandler_operations_open", .help = "Operations of the cluster that have not ended."};
constexpr Declaration held{.type = Type::gauge,
                           .name = "chandler_operations_held",
                           .help = "Operations that this replica holds the claim of."};
constexpr Declaration ended{.type = Type::counter,
                            .name = "chandler_operations_ended_total",
                            .help = "Operations that this replica brought to their end, by action and phase.",
                            .labels = end_labels};
constexpr Declaration retried{.type = Type::counter,
                              .name = "chandler_operation_retries_total",
                              .help = "Attempts at operations that did not go well and are made again, by action.",
                              .labels = action_label};
constexpr Declaration taken_over{.type = Type::counter,
                                 .name = "chandler_operations_taken_over_total",
                                 .help = "Operations that this replica took over from one that was silent."};

constexpr std::array all{&open, &held, &ended, &retried, &taken_over};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics(platform::metrics::Registry& registry)
    : open(registry.add(operations::open).with({})),
      held(registry.add(operations::held).with({})),
      ended(registry.add(operations::ended)),
      retried(registry.add(operations::retried)),
      taken_over(registry.add(operations::taken_over).with({})) {}

}  // namespace chandler::controller::operations
