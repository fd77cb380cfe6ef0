#include "cli/commands/probe_list.hpp"

#include <format>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cron/probe/keep/schema.hpp"
#include "cron/probe/registry.hpp"

namespace chandler::cli {

void add_probe_list(CLI::App& probe, Body& chosen) {
  probe.add_subcommand("list", "Show all checks: what each proves, its cost, and the rights it wants")
      ->callback([&chosen] {
        chosen = [](const Process&) {
          for (const probe::Check* check : probe::checks()) {
            std::cout << std::format("{}{}{}\n    proves  {}\n    costs   {}\n    rights  {}\n", check->name,
                                     check->takes_argument ? ":SECRET" : "",
                                     check->by_default ? "" : "  (only when asked for)", check->proves, check->cost,
                                     check->rights);
            if (check->since > 130000) std::cout << std::format("    since   PostgreSQL {}\n", check->since / 10'000);
          }
          return 0;
        };
      });
  probe.add_subcommand("schema", "Print the tables that --keep writes to, for whoever may make them")
      ->callback([&chosen] {
        chosen = [](const Process&) {
          std::cout << probe::keep_schema;
          return 0;
        };
      });
}

}  // namespace chandler::cli
