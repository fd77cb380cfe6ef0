#include "controller/status/figures.hpp"

#include <algorithm>

#include "controller/status/data.hpp"
#include "controller/status/reason.hpp"
#include "core/injection/names.hpp"

namespace chandler::controller::status {
namespace {

using Seconds = std::chrono::duration<double>;

void measure(const Data& data, Time now, Figures& figures) {
  for (const DataSet& set : data.data_sets) {
    if (set.loaded && (!figures.data_since || *set.loaded < *figures.data_since)) figures.data_since = set.loaded;
  }
  figures.stale = std::ssize(stale(data, now));
}

}  // namespace

Figures figures_of(const ProvisionStatus& status, Time now) {
  Figures figures{.state = std::string(name_of(status.state)), .missed = status.injection.missed};
  if (status.schema) {
    figures.schema_version = status.schema->version;
    figures.schema_layout = status.schema->layout;
  }
  if (status.data) measure(*status.data, now, figures);
  if (status.refresh) {
    figures.failures = status.refresh->failures_in_a_row;
    if (status.refresh->last_success)
      figures.last_success = Seconds(status.refresh->last_success->time_since_epoch()).count();
  }
  if (status.probe) {
    const bool found = std::ranges::contains(status.problems, reason::probe_found_problem.name, &Problem::reason);
    figures.probe_found = found ? 1 : 0;
  }
  for (const PodStatus& pod : status.pods) {
    for (const Step& step : pod.steps) {
      // An executor restarts in pods that have started, and may do so now and then for as long as they run.
      if (step.name != core::injection::executor_container)
        figures.restarts = std::max(figures.restarts, step.restarts);
    }
  }
  return figures;
}

}  // namespace chandler::controller::status
