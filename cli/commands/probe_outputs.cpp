#include "cli/commands/probe_outputs.hpp"

#include <format>

#include <CLI/CLI.hpp>

#include "cron/probe/report/metrics.hpp"
#include "platform/files/replace_file.hpp"
#include "platform/log/log.hpp"

namespace chandler::cli {
namespace {

core::Expected<void> write_metrics(const probe::RunReport& report, const std::filesystem::path& file) {
  const std::error_code error = platform::replace_file(file, probe::metrics_of(report));
  if (!error) return {};
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "probe.metrics_not_written",
                                     .message = std::format("cannot write the metrics: {}", error.message()),
                                     .where = file.string(),
                                     .hint = "--metrics-file wants a folder that is there and that this process may "
                                             "write to"});
}

}  // namespace

void add_probe_output_flags(CLI::App& command, ProbeOutputFlags& flags) {
  command.add_option("--report-dir", flags.report_dir, "Keep each run's report in this folder, as a JSON file")
      ->envname("CHANDLER_REPORT_DIR");
  command
      .add_option("--keep-reports", flags.keep_reports,
                  "How many of them stay, or how long: a number, or a duration such as 720h")
      ->envname("CHANDLER_KEEP_REPORTS")
      ->capture_default_str();
  command
      .add_option("--metrics-file", flags.metrics_file,
                  "Write Prometheus' metrics to this file, whole or not at all: for node-exporter's textfile collector")
      ->envname("CHANDLER_METRICS_FILE");
  command.add_option("--push-gateway", flags.push_gateway, "Push the metrics to this Pushgateway: http://HOST:9091")
      ->envname("CHANDLER_PUSH_GATEWAY");
  command
      .add_option("--push-label", flags.push_labels,
                  "NAME=VALUE: a further label of the pushed group; repeat it, or put commas between")
      ->envname("CHANDLER_PUSH_LABEL")
      ->delimiter(',');
}

core::Expected<ProbeOutputs> probe_outputs_of(const ProbeOutputFlags& flags) {
  ProbeOutputs outputs{.folder = std::nullopt, .metrics_file = flags.metrics_file, .gateway = std::nullopt};
  const auto retention = probe::parse_retention(flags.keep_reports);
  if (!retention) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "cli.bad_flag",
                                       .message = std::format("\"{}\" {}", flags.keep_reports, retention.error().why),
                                       .where = "--keep-reports"});
  }
  if (!flags.report_dir.empty()) outputs.folder = {.path = flags.report_dir, .retention = *retention};
  if (flags.push_gateway.empty()) return outputs;
  auto gateway = probe::parse_push_gateway(flags.push_gateway, flags.push_labels);
  if (!gateway) return std::unexpected(gateway.error());
  outputs.gateway = *std::move(gateway);
  return outputs;
}

std::vector<std::string> deliver(const probe::RunReport& report, const ProbeOutputs& outputs,
                                 std::chrono::system_clock::time_point started,
                                 const platform::Environment& environment) {
  std::vector<std::string> failed;
  const auto note = [&](const auto& done) {
    if (done) return;
    platform::log::warning(done.error().code, core::describe(done.error()));
    failed.push_back(done.error().code);
  };
  if (outputs.folder) note(probe::keep_report(report, *outputs.folder, started));
  if (!outputs.metrics_file.empty()) note(write_metrics(report, outputs.metrics_file));
  if (outputs.gateway) note(probe::push(report, *outputs.gateway, environment));
  return failed;
}

}  // namespace chandler::cli
