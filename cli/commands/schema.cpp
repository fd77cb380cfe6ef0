#include "cron/probe/keep/schema.hpp"

#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "dataset/ledger/ledger_schema.hpp"
#include "sidecar/queue/schema.hpp"

namespace chandler::cli {
namespace {

struct Part {
  std::string_view name;
  std::string_view title;
  std::string (*sql)();
};

constexpr std::array parts{
    Part{"load", "what chandler load and refresh keep", [] { return std::string(dataset::ledger_schema); }},
    Part{"probe", "what chandler probe --keep keeps", [] { return std::string(probe::keep_schema); }},
    Part{"tasks", "the queue of chandler execute", &execute::task_schema},
};

int print(const std::vector<std::string>& chosen) {
  for (const Part& part : parts) {
    if (!chosen.empty() && !std::ranges::contains(chosen, part.name)) continue;
    std::cout << "-- " << part.title << "\n\n" << part.sql() << '\n';
  }
  return 0;
}

}  // namespace

void add_schema(CLI::App& app, Body& chosen) {
  auto names = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("schema", "Print the SQL of Chandler's own tables, for an owner to run");
  command->add_option("PART", *names, "load, probe or tasks; default: all")
      ->check(CLI::IsMember({"load", "probe", "tasks"}));
  command->footer(
      "Each command makes what it needs where it has the right to. Where it has not, an owner does, once; it is safe "
      "to\n"
      "run again.\n"
      "\n"
      "Examples:\n"
      "  chandler schema | psql --single-transaction --dbname menu\n"
      "  chandler schema tasks > V7__tasks.sql");
  command->callback([names, &chosen] { chosen = [names](const Process& /*process*/) { return print(*names); }; });
}

}  // namespace chandler::cli
