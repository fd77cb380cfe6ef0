#include <algorithm>
#include <format>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/tasks.hpp"
#include "core/text/one_line.hpp"
#include "sidecar/inspect/task_list.hpp"

namespace chandler::cli {
namespace {

constexpr std::size_t longest_value = 4096;

struct ShowFlags {
  std::int64_t id = 0;
  std::string output = "text";
};

core::Expected<void> show(platform::postgres::Session& session, const ShowFlags& flags) {
  if (flags.output == "json") {
    const auto json = execute::task_json(session, flags.id);
    if (!json) return std::unexpected(json.error());
    std::cout << *json << '\n';
    return {};
  }
  const auto fields = execute::show_task(session, flags.id);
  if (!fields) return std::unexpected(fields.error());
  std::size_t width = 0;
  for (const auto& [name, value] : *fields) width = std::max(width, name.size());
  for (const auto& [name, value] : *fields) {
    std::cout << std::format("{:<{}}   {}\n", name, width, core::text::one_line(value, longest_value));
  }
  return {};
}

}  // namespace

void add_tasks_show(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen) {
  auto shown = std::make_shared<ShowFlags>();
  CLI::App* command = tasks.add_subcommand("show", "Show all of one task");
  command->add_option("ID", shown->id, "The task's id")->required();
  command->add_option("--output", shown->output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([flags, shown, &chosen] {
    chosen = [flags, shown](const Process& process) {
      return with_queue(*flags, process, [&](auto& session) { return show(session, *shown); });
    };
  });
}

}  // namespace chandler::cli
