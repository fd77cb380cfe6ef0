#pragma once

#include "cron/probe/check.hpp"

// One file each; `registry.cpp` puts them in order.
namespace chandler::probe {

extern const Check settings_check;
extern const Check data_checksums_check;
extern const Check checksum_failures_check;
extern const Check invalid_indexes_check;
extern const Check constraints_check;
extern const Check collation_drift_check;
extern const Check sequences_check;
extern const Check wraparound_check;
extern const Check vacuum_check;
extern const Check replication_check;
extern const Check freshness_check;
extern const Check duplicates_check;
extern const Check amcheck_check;
extern const Check compare_check;

}  // namespace chandler::probe
