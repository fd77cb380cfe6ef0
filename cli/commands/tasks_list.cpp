#include <format>
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/tasks.hpp"
#include "cli/kubectl/age.hpp"
#include "cli/kubectl/table.hpp"
#include "sidecar/inspect/task_list.hpp"

namespace chandler::cli {
namespace {

using kubectl::Tone;

struct ListFlags {
  execute::TaskFilter filter;
  std::string output = "table";
};

Tone tone_of_state(const std::string& state) {
  if (state == "completed") return Tone::good;
  if (state == "failed") return Tone::bad;
  if (state == "cancelled" || state == "skipped") return Tone::dim;
  return state == "running" ? Tone::waiting : Tone::plain;
}

std::string state_of(const execute::TaskLine& task) {
  if (!task.due_in_s || *task.due_in_s <= 0) return task.state;
  return std::format("{} (in {})", task.state, kubectl::human(std::chrono::seconds(*task.due_in_s)));
}

void print_table(const std::vector<execute::TaskLine>& tasks, const Process& process) {
  kubectl::Table table({"ID", "QUEUE", "NAME", "STATE", "ATTEMPTS", "AGE", "ERROR"});
  for (const execute::TaskLine& each : tasks) {
    table.add({std::to_string(each.id),
               each.queue,
               each.name,
               {state_of(each), tone_of_state(each.state)},
               std::format("{}/{}", each.attempts, each.max_attempts),
               kubectl::human(std::chrono::seconds(each.age_s)),
               each.error});
  }
  if (table.empty()) {
    std::cerr << "no tasks\n";
  } else {
    std::cout << table.text(kubectl::Palette::for_standard_output(process.environment));
  }
}

void print_json(const std::vector<execute::TaskLine>& tasks) {
  for (const execute::TaskLine& each : tasks) {
    nlohmann::ordered_json line{{"id", each.id},       {"queue", each.queue},       {"name", each.name},
                                {"state", each.state}, {"attempts", each.attempts}, {"max_attempts", each.max_attempts},
                                {"age_s", each.age_s}};
    if (each.due_in_s) line["due_in_s"] = *each.due_in_s;
    if (!each.error.empty()) line["error"] = each.error;
    std::cout << line.dump() << '\n';
  }
}

}  // namespace

void add_tasks_list(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen) {
  auto list = std::make_shared<ListFlags>();
  CLI::App* command = tasks.add_subcommand("ls", "List tasks, the newest first")->alias("list");
  command->add_option("--queue", list->filter.queue, "Of this queue alone");
  command
      ->add_option("--state", list->filter.state,
                   "In this state alone: blocked, scheduled, ready, running, completed, failed, cancelled or skipped")
      ->check(
          CLI::IsMember({"blocked", "scheduled", "ready", "running", "completed", "failed", "cancelled", "skipped"}));
  command->add_option("--limit", list->filter.most, "At most so many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--output", list->output, "table, or json: an object a line")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->callback([flags, list, &chosen] {
    chosen = [flags, list](const Process& process) {
      return with_queue(*flags, process, [&](platform::postgres::Session& session) -> core::Expected<void> {
        const auto found = execute::list_tasks(session, list->filter);
        if (!found) return std::unexpected(found.error());
        if (list->output == "json") {
          print_json(*found);
        } else {
          print_table(*found, process);
        }
        return {};
      });
    };
  });
}

}  // namespace chandler::cli
