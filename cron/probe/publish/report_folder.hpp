#pragma once

#include <filesystem>

#include "core/error.hpp"
#include "cron/probe/publish/retention.hpp"
#include "cron/probe/run/report.hpp"

namespace chandler::probe {

struct ReportFolder {
  std::filesystem::path path;
  Retention retention = std::size_t{100};
};

// Writes the run's report as JSON into the folder, which is made where only it lacks, whole or not at all, and removes
// the reports that the retention does not hold. Where there is no room it removes first and tries once more. Of what
// began at `started`. Error: probe.report_not_kept; the report may be written all the same, and old ones not removed.
core::Expected<std::filesystem::path> keep_report(const RunReport& report, const ReportFolder& folder,
                                                  std::chrono::system_clock::time_point started);

}  // namespace chandler::probe
