#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/commands/dataset_flags.hpp"

namespace chandler::cli {

void add_load_schema(CLI::App& load, Body& chosen);
void add_load_status(CLI::App& load, Body& chosen);

void add_load(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<DatasetFlags>();
  CLI::App* command =
      app.add_subcommand("load", "Load data sets (CSV, TSV, JSON files, another database's tables) into their tables");
  add_dataset_flags(*command, *flags);
  command->footer(
      "Examples:\n"
      "  chandler load --source data/ --database postgresql://app@db/menu\n"
      "  chandler load --source items.csv --table menu.food_item --dry-run\n"
      "  chandler load --source https://data.example/menu.food_item.csv.gz\n"
      "  chandler load --source 'postgres:/etc/warehouse?table=menu.food_item'\n"
      "  chandler load --source /data --wait=60 --wait-for service/order-db:5432");
  add_load_schema(*command, chosen);
  add_load_status(*command, chosen);
  command->callback([flags, command, &chosen] {
    // A sub-command's callback ran before this one and has chosen already.
    if (!command->get_subcommands().empty()) return;
    chosen = [flags](const Process& process) {
      return run_dataset(*flags, dataset::Options{}, dataset::Purpose::load, process);
    };
  });
}

}  // namespace chandler::cli
