#include "cli/commands/migrate_run.hpp"

#include <chrono>
#include <format>
#include <iostream>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/commands/migrate_progress.hpp"
#include "core/report.hpp"
#include "core/text/counted.hpp"
#include "init/wait/wait.hpp"
#include "platform/log/log.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

using nlohmann::ordered_json;

core::Expected<void> wait_first(const MigrateFlags& flags, const migrate::Options& options, const Process& process) {
  if (flags.wait_for.empty()) return {};
  wait::Options waiting;
  if (options.wait.count() > 0) waiting.timeout = options.wait;
  waiting.surroundings = {.database = options.database, .environment = process.environment};
  return wait::wait_for_all(flags.wait_for, waiting, process.stop);
}

core::Expected<void> migrate_all(const MigrateFlags& flags, core::Expected<migrate::Options>& options,
                                 const Process& process, migrate::Summary& summary) {
  if (!options) return std::unexpected(options.error());
  if (auto waited = wait_first(flags, *options, process); !waited) return waited;
  return migrate::migrate(*options, process.stop, summary);
}

// As SQL comments, for the SQL may follow.
void show_plan(const migrate::Plan& plan) {
  std::cout << std::format("-- {} pending, {} applied; from version {} to {}\n", plan.pending.size(), plan.applied,
                           migrate::or_none(plan.from_version), migrate::or_none(plan.to_version));
  for (const migrate::Step& step : plan.pending) {
    std::cout << std::format("--   {:<16}{}{}{}\n", step.version.empty() ? "repeatable" : step.version, step.file,
                             step.direction == migrate::Direction::down ? "  (down)" : "",
                             step.interrupted ? "  (begun by an earlier run)" : "");
  }
  for (const std::string& text : plan.notes) std::cout << "--   note: " << text << '\n';
  std::cout << '\n';
}

void show_verdict(const migrate::Summary& summary) {
  const std::string_view version = migrate::or_none(summary.to_version);
  if (summary.applied > 0) {
    platform::log::info("migrated",
                        std::format("{} {}; the database is at version {}", summary.down ? "undid" : "applied",
                                    core::text::counted(summary.applied, "migration"), version));
  } else {
    platform::log::info("up_to_date", std::format("nothing pending; the database is at version {}{}", version,
                                                  summary.ahead ? ", ahead of the files" : ""));
  }
}

ordered_json details_of(const MigrateFlags& flags, const migrate::Summary& summary) {
  ordered_json details{{"layout", summary.layout},   {"from", summary.from_version}, {"to", summary.to_version},
                       {"applied", summary.applied}, {"pending", summary.pending},   {"source", flags.source}};
  if (summary.ahead) details["ahead"] = true;
  if (!summary.slowest_file.empty()) {
    details["slowest"] = {{"file", summary.slowest_file}, {"duration_ms", summary.slowest.count()}};
  }
  if (summary.plan) {
    auto files = ordered_json::array();
    for (const migrate::Step& step : summary.plan->pending) files.push_back(step.file);
    details["plan"] = std::move(files);
  }
  return details;
}

}  // namespace

int run_migration(const MigrateFlags& flags, core::Expected<migrate::Options> options, const Process& process) {
  core::Report report{.tool = "migrate", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  const auto progress = TerminalProgress::make(process.environment);
  migrate::Summary summary;
  bool plan_shown = false;
  if (options) {
    options->progress = progress.get();
    options->show_sql = [&](std::string_view sql) {
      if (!std::exchange(plan_shown, true)) show_plan(*summary.plan);
      std::cout << sql;
    };
  }
  if (auto done = migrate_all(flags, options, process, summary); !done) {
    report.outcome = done.error().outcome;
    report.error = done.error();
  } else if (!summary.plan) {
    show_verdict(summary);
  } else if (!plan_shown) {
    show_plan(*summary.plan);
  }
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  return platform::finish(report, details_of(flags, summary), flags.report);
}

}  // namespace chandler::cli
