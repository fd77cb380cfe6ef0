#pragma once

#include <optional>
#include <span>
#include <string>

#include "controller/status/reported.hpp"

namespace chandler::controller::status {

struct DataSources {
  std::span<const Reported> pods;  // of load, the oldest first
  std::span<const Reported> runs;  // of refresh, the oldest first
  const std::optional<Data>& before;
  bool loads = false;           // the annotations ask for load
  bool refreshes = false;       // and for refresh
  bool refresh_failed = false;  // its last run
};

// How fresh each data set is. Nullopt: nothing is known yet.
std::optional<Data> data_of(const DataSources& sources, Time now);

// Those whose promise is over. Borrows.
std::vector<const DataSet*> stale(const Data& data, Time now);

}  // namespace chandler::controller::status
