#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "cron/probe/publish/push_gateway.hpp"
#include "cron/probe/publish/report_folder.hpp"
#include "cron/probe/run/report.hpp"
#include "platform/process/environment.hpp"

namespace CLI {
class App;
}

// Where a probe's report goes beside standard output.
namespace chandler::cli {

struct ProbeOutputFlags {
  std::string report_dir;
  std::string keep_reports = "100";
  std::string metrics_file;
  std::string push_gateway;
  std::vector<std::string> push_labels;
};

struct ProbeOutputs {
  std::optional<probe::ReportFolder> folder;
  std::filesystem::path metrics_file;  // empty: none
  std::optional<probe::PushGateway> gateway;
};

// The flags live as long as the command.
void add_probe_output_flags(CLI::App& command, ProbeOutputFlags& flags);

// Errors (usage): cli.bad_flag.
core::Expected<ProbeOutputs> probe_outputs_of(const ProbeOutputFlags& flags);

// Writes and pushes all that is asked for; what fails stops nothing else. The codes of what failed, a warning in the
// log each: they change no verdict, as what was found is on standard output and in the exit code.
std::vector<std::string> deliver(const probe::RunReport& report, const ProbeOutputs& outputs,
                                 std::chrono::system_clock::time_point started,
                                 const platform::Environment& environment);

}  // namespace chandler::cli
