#include <cstdint>
#include <format>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/commands/dataset_flags.hpp"
#include "core/text/number.hpp"

namespace chandler::cli {
namespace {

struct RefreshFlags {
  DatasetFlags dataset;
  std::string mode{dataset::mode_names.front()};
  bool delete_vanished = false;
  std::string max_delete;
  std::int64_t min_rows = 0;
  bool allow_empty = false;
  bool allow_missing_columns = false;
  bool allow_older = false;
};

core::Expected<dataset::Options> options_of(const RefreshFlags& flags) {
  dataset::Options options;
  dataset::Policy& policy = options.policy;
  policy.mode = dataset::mode_named(flags.mode).value();  // the flag's check has seen to it
  policy.delete_vanished = flags.delete_vanished;
  policy.guards = {.empty_allowed = flags.allow_empty,
                   .min_rows = flags.min_rows,
                   .max_delete = std::nullopt,
                   .columns_may_go = flags.allow_missing_columns,
                   .older_allowed = flags.allow_older};
  if (flags.max_delete.empty()) return options;
  const auto percentage = core::text::parse_percentage(flags.max_delete);
  if (!percentage) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "cli.bad_flag",
                                       .message = std::format("\"{}\" {}", flags.max_delete, percentage.error().why),
                                       .where = "--max-delete",
                                       .hint = "Write a part of the table's rows, such as 10%"});
  }
  policy.guards.max_delete = *percentage;
  policy.delete_vanished = policy.delete_vanished || policy.mode == dataset::Mode::merge;
  return options;
}

}  // namespace

void add_refresh(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<RefreshFlags>();
  CLI::App* command =
      app.add_subcommand("refresh", "Bring data sets up to date while the application goes on reading them");
  add_dataset_flags(*command, flags->dataset);
  command
      ->add_option(
          "--mode", flags->mode,
          "merge: write the rows that are new or differ, by key. swap: build a table beside and rename it. append: "
          "all rows are new; the same content never goes in twice")
      ->check(CLI::IsMember(std::vector<std::string>(dataset::mode_names.begin(), dataset::mode_names.end())))
      ->envname("CHANDLER_MODE")
      ->capture_default_str();
  command->add_flag("--delete", flags->delete_vanished, "merge: delete the rows that the source no longer has")
      ->envname("CHANDLER_DELETE");
  command
      ->add_option("--max-delete", flags->max_delete,
                   "Refuse if more than this part of the table would go, such as 10%; merge: implies --delete")
      ->type_name("PERCENT")
      ->envname("CHANDLER_MAX_DELETE");
  command->add_option("--min-rows", flags->min_rows, "Refuse a source with fewer rows")
      ->check(CLI::NonNegativeNumber)
      ->envname("CHANDLER_MIN_ROWS");
  command->add_flag("--allow-empty", flags->allow_empty, "Take a source without rows; else it is refused")
      ->envname("CHANDLER_ALLOW_EMPTY");
  command
      ->add_flag("--allow-missing-columns", flags->allow_missing_columns,
                 "Take a source without a column that it had at the last refresh; else it is refused")
      ->envname("CHANDLER_ALLOW_MISSING_COLUMNS");
  command
      ->add_flag("--allow-older", flags->allow_older,
                 "Take a file from an address that is older than what is loaded; else it is refused")
      ->envname("CHANDLER_ALLOW_OLDER");
  command->footer(
      "Examples:\n"
      "  chandler refresh --source data/ --database postgresql://app@db/menu\n"
      "  chandler refresh --source /data --max-delete 10% --min-rows 1000\n"
      "\n"
      "Exit code 2, and the old data as it was, when a guard refuses the source.");
  command->callback([flags, &chosen] {
    chosen = [flags](const Process& process) {
      return run_dataset(flags->dataset, options_of(*flags), dataset::Purpose::refresh, process);
    };
  });
}

}  // namespace chandler::cli
