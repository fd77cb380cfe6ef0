#include <algorithm>
#include <format>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/migrate_flags.hpp"
#include "cli/commands/migrate_table.hpp"
#include "cli/failure.hpp"
#include "init/migrate/by_hand.hpp"

namespace chandler::cli {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const migrate::Status& status) {
  ordered_json out{
      {"layout", status.layout}, {"version", status.survey.version}, {"migrations", ordered_json::array()}};
  for (const migrate::Entry& entry : status.survey.entries) {
    ordered_json each{{"version", entry.version},
                      {"description", entry.description},
                      {"file", entry.file},
                      {"condition", migrate::id_of(entry.condition)},
                      {"can_go_down", entry.can_go_down}};
    if (!entry.applied_at.empty()) each["applied_at"] = entry.applied_at;
    if (entry.problem) each["problem"] = {{"code", entry.problem->code}, {"message", entry.problem->message}};
    out["migrations"].push_back(std::move(each));
  }
  out["notes"] = status.survey.notes;
  return out;
}

int run_status(const MigrateFlags& flags, const std::string& output, const Process& process) {
  const auto options = read_options(flags, process);
  if (!options) return report_failure(options.error());
  const auto status = migrate::status(*options, process.stop);
  if (!status) return report_failure(status.error());
  if (output == "json") {
    std::cout << json_of(*status).dump(2) << '\n';
  } else {
    std::cout << table_of(*status, Colours::for_standard_output(process.environment));
  }
  return 0;
}

}  // namespace

void add_migrate_status(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen) {
  CLI::App& command = add_migrate_subcommand(migrate, "status", "Show every migration, and how it stands",
                                             "\nExamples:\n"
                                             "  chandler migrate status --source ./migrations\n"
                                             "  chandler migrate status --source ./migrations --output json\n");
  const auto output = std::make_shared<std::string>("table");
  command.add_option("--output", *output, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command.callback([flags, output, &chosen] {
    chosen = [flags, output](const Process& process) { return run_status(*flags, *output, process); };
  });
}

}  // namespace chandler::cli
