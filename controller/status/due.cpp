#include "controller/status/due.hpp"

#include <algorithm>

namespace chandler::controller::status {
namespace {

constexpr std::chrono::minutes longest{10};

}  // namespace

Time due_of(const Situation& situation, const ProvisionStatus& status, Time now) {
  Time due = now + longest;
  const auto at = [&](const std::optional<Time>& time) {
    if (time && *time >= now) due = std::min(due, *time + std::chrono::seconds(1));
  };
  for (const std::optional<Schedule>* schedule : {&status.refresh, &status.probe}) {
    if (*schedule) at((*schedule)->next_run);
  }
  if (status.data) {
    for (const DataSet& set : status.data->data_sets) at(set.fresh_until);
  }
  // What is under way, or to be healed, is looked at each time.
  const bool moves = std::ranges::any_of(situation.pods, [](const auto& pod) { return pod->phase == "Pending"; });
  return moves || status.injection.missed > 0 ? now : due;
}

}  // namespace chandler::controller::status
