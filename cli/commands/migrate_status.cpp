#include <algorithm>
#include <chrono>
#include <format>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/migrate_flags.hpp"
#include "cli/commands/migrate_table.hpp"
#include "core/report.hpp"
#include "init/migrate/by_hand.hpp"
#include "platform/process/one_shot.hpp"

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

bool is_pending(const migrate::Entry& entry) {
  return entry.condition == migrate::Condition::pending || entry.condition == migrate::Condition::out_of_order;
}

bool is_applied(const migrate::Entry& entry) {
  return entry.condition == migrate::Condition::applied || entry.condition == migrate::Condition::ahead ||
         entry.condition == migrate::Condition::changed_file || entry.condition == migrate::Condition::missing_file;
}

ordered_json details_of(const migrate::Status& status) {
  const auto& entries = status.survey.entries;
  return {{"layout", status.layout},
          {"version", status.survey.version},
          {"applied", std::ranges::count_if(entries, is_applied)},
          {"pending", std::ranges::count_if(entries, is_pending)},
          {"problems", std::ranges::count_if(entries, [](const auto& entry) { return entry.problem.has_value(); })}};
}

void show(const migrate::Status& status, const std::string& output, const Process& process) {
  if (output == "json") {
    std::cout << json_of(status).dump(2) << '\n';
  } else {
    std::cout << table_of(status, Colours::for_standard_output(process.environment));
  }
}

int run_status(const MigrateFlags& flags, const std::string& output, const Process& process) {
  core::Report report{.tool = "migrate status", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  ordered_json details = ordered_json::object();
  const auto ask = [&]() -> core::Expected<void> {
    const auto options = read_options(flags, process);
    if (!options) return std::unexpected(options.error());
    const auto status = migrate::status(*options, process.stop);
    if (!status) return std::unexpected(status.error());
    show(*status, output, process);
    details = details_of(*status);
    return {};
  };
  if (const auto asked = ask(); !asked) {
    report.outcome = asked.error().outcome;
    report.error = asked.error();
  }
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  return platform::finish_answer(report, details, flags.report);
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
