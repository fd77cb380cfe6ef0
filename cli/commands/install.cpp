#include "init/install/install.hpp"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/report.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

struct InstallFlags {
  std::string to;
  std::string from = "/chandler";
  platform::ReportTarget report;
};

int run_install(const InstallFlags& flags) {
  core::Report report{.tool = "install", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  const auto installed = install::install(flags.from, flags.to);
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  nlohmann::ordered_json details{{"to", flags.to}};
  if (installed) {
    details["files"] = installed->files;
    details["bytes"] = installed->bytes;
  } else {
    report.outcome = installed.error().outcome;
    report.error = installed.error();
  }
  return platform::finish(report, details, flags.report);
}

}  // namespace

void add_install(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<InstallFlags>();
  CLI::App* command =
      app.add_subcommand("install", "Copy this program, and all that it needs to run in any image, into a folder");
  command->add_option("folder", flags->to, "Where to: an empty volume that the other container mounts")->required();
  command->add_option("--from", flags->from, "Where the image keeps the program")
      ->envname("CHANDLER_FROM")
      ->capture_default_str();
  command->add_option("--report", flags->report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
  command->footer(
      "Example:\n"
      "  chandler install /chandler-volume\n"
      "  # then, in an image of any kind that mounts the volume at /chandler:\n"
      "  /chandler/lib/ld.so --library-path /chandler/lib /chandler/bin/chandler load --source /data");
  command->callback([flags, &chosen] { chosen = [flags](const Process&) { return run_install(*flags); }; });
}

}  // namespace chandler::cli
