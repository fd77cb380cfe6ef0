#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "dataset/description/schema.hpp"

namespace chandler::cli {

void add_load_schema(CLI::App& load, Body& chosen) {
  CLI::App* command = load.add_subcommand("schema", "Print the grammar of load.yaml as a JSON Schema, for editors");
  command->footer(
      "Example:\n"
      "  chandler load schema > load.schema.json   # and in load.yaml: # yaml-language-server: "
      "$schema=load.schema.json");
  command->callback([&chosen] {
    chosen = [](const Process& /*process*/) {
      std::cout << dataset::description::schema();
      return 0;
    };
  });
}

}  // namespace chandler::cli
