#include <array>
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/tasks.hpp"
#include "cli/kubectl/age.hpp"
#include "cli/kubectl/table.hpp"
#include "sidecar/inspect/queue_stats.hpp"

namespace chandler::cli {
namespace {

using kubectl::Cell;
using kubectl::Tone;

constexpr std::array states{"ready", "scheduled", "blocked", "running", "failed"};

std::int64_t tasks_in(const execute::QueueStats& queue, const char* state) {
  const auto found = queue.tasks.find(state);
  return found == queue.tasks.end() ? 0 : found->second;
}

void print_table(const std::vector<execute::QueueStats>& queues, const Process& process) {
  kubectl::Table table({"QUEUE", "READY", "SCHEDULED", "BLOCKED", "RUNNING", "FAILED", "ENDED IN 1H", "OLDEST READY"});
  for (const execute::QueueStats& each : queues) {
    kubectl::Row row{each.queue};
    for (const char* state : states) {
      const std::int64_t tasks = tasks_in(each, state);
      row.emplace_back(std::to_string(tasks), tasks > 0 && state == states.back() ? Tone::bad : Tone::plain);
    }
    row.emplace_back(std::to_string(each.ended));
    row.emplace_back(each.oldest_s ? kubectl::human(std::chrono::seconds(*each.oldest_s)) : "");
    table.add(std::move(row));
  }
  if (table.empty()) {
    std::cerr << "no tasks\n";
  } else {
    std::cout << table.text(kubectl::Palette::for_standard_output(process.environment));
  }
}

void print_json(const std::vector<execute::QueueStats>& queues) {
  for (const execute::QueueStats& each : queues) {
    nlohmann::ordered_json line{{"queue", each.queue}};
    for (const char* state : states) line[state] = tasks_in(each, state);
    line["ended_in_1h"] = each.ended;
    if (each.oldest_s) line["oldest_ready_s"] = *each.oldest_s;
    std::cout << line.dump() << '\n';
  }
}

}  // namespace

void add_tasks_stats(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen) {
  auto output = std::make_shared<std::string>("table");
  CLI::App* command = tasks.add_subcommand("stats", "Count the tasks of each queue, by state");
  command->add_option("--output", *output, "table, or json: an object a line")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->callback([flags, output, &chosen] {
    chosen = [flags, output](const Process& process) {
      return with_queue(*flags, process, [&](platform::postgres::Session& session) -> core::Expected<void> {
        const auto queues = execute::queue_stats(session);
        if (!queues) return std::unexpected(queues.error());
        if (*output == "json") {
          print_json(*queues);
        } else {
          print_table(*queues, process);
        }
        return {};
      });
    };
  });
}

}  // namespace chandler::cli
