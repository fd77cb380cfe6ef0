#include "cron/probe/registry.hpp"

#include <algorithm>
#include <array>

#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

const auto all = std::to_array<const Check*>({&settings_check, &data_checksums_check, &checksum_failures_check,
                                              &invalid_indexes_check, &collation_drift_check, &sequences_check,
                                              &wraparound_check, &vacuum_check, &replication_check, &freshness_check,
                                              &constraints_check, &amcheck_check, &duplicates_check, &compare_check});

}  // namespace

std::span<const Check* const> checks() {
  return all;
}

const Check* check_named(std::string_view name) {
  const auto found = std::ranges::find(all, name, &Check::name);
  return found == all.end() ? nullptr : *found;
}

}  // namespace chandler::probe
