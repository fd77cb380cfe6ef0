#include <memory>

#include <CLI/CLI.hpp>

#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/steer.hpp"

namespace chandler::cli {

using namespace kubectl;

void add_trigger(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<SteerFlags>();
  CLI::App* command = app.add_subcommand("trigger", "Have something done to a workload now, once");
  command
      ->add_option("action", flags->action,
                   "refresh, probe, migrate-status (asks the database for its schema version), restart (evicts the "
                   "pods one by one) or retry-tasks")
      ->type_name("ACTION")
      ->required()
      ->check(CLI::IsMember({"refresh", "probe", "migrate-status", "restart", "retry-tasks"}));
  add_steer_flags(*command, *flags);
  command->add_flag("--logs", flags->logs, "Show the logs of its Job as they come; waits, too");
  command->footer(examples(app, {"trigger refresh deploy/order-food --wait --logs",
                                 "trigger probe deploy/order-food -n shop", "trigger restart sts/menu --wait"}));
  command->callback([flags, &chosen] { chosen = [flags](const Process& process) { return steer(*flags, process); }; });
}

}  // namespace chandler::cli
