#include <format>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/steer.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;

void add(CLI::App& app, Body& chosen, const char* action, const char* meaning) {
  auto flags = std::make_shared<SteerFlags>();
  flags->action = action;
  CLI::App* command = app.add_subcommand(action, meaning);
  add_steer_flags(*command, *flags);
  command->add_option("target", flags->target, "refresh or probe; default: both")
      ->type_name("SCHEDULE")
      ->check(CLI::IsMember({"refresh", "probe"}));
  command->footer(examples(
      app, {std::format("{} deploy/order-food", action), std::format("{} deploy/order-food refresh --wait", action)}));
  command->callback([flags, &chosen] { chosen = [flags](const Process& process) { return steer(*flags, process); }; });
}

}  // namespace

void add_suspend(CLI::App& app, Body& chosen) {
  add(app, chosen, "suspend", "Stop a workload's schedules, until they are resumed");
}

void add_resume(CLI::App& app, Body& chosen) {
  add(app, chosen, "resume", "Go on with a workload's schedules");
}

}  // namespace chandler::cli
