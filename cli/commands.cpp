#include "cli/commands.hpp"

#include <array>

namespace chandler::cli {

void add_annotate(CLI::App& app, Body& chosen);
void add_annotations(CLI::App& app, Body& chosen);
void add_certs(CLI::App& app, Body& chosen);
void add_check(CLI::App& app, Body& chosen);
void add_completion(CLI::App& app, Body& chosen);
void add_execute(CLI::App& app, Body& chosen);
void add_explain(CLI::App& app, Body& chosen);
void add_history(CLI::App& app, Body& chosen);
void add_inject(CLI::App& app, Body& chosen);
void add_install(CLI::App& app, Body& chosen);
void add_load(CLI::App& app, Body& chosen);
void add_metrics(CLI::App& app, Body& chosen);
void add_migrate(CLI::App& app, Body& chosen);
void add_probe(CLI::App& app, Body& chosen);
void add_refresh(CLI::App& app, Body& chosen);
void add_resume(CLI::App& app, Body& chosen);
void add_schema(CLI::App& app, Body& chosen);
void add_serve(CLI::App& app, Body& chosen);
void add_status(CLI::App& app, Body& chosen);
void add_suspend(CLI::App& app, Body& chosen);
void add_tasks(CLI::App& app, Body& chosen);
void add_trigger(CLI::App& app, Body& chosen);
void add_ui(CLI::App& app, Body& chosen);
void add_uninject(CLI::App& app, Body& chosen);
void add_version(CLI::App& app, Body& chosen);
void add_wait(CLI::App& app, Body& chosen);

std::span<const AddCommand> commands() {
  static constexpr auto all = std::to_array<AddCommand>({
      add_serve,       add_migrate, add_load,   add_refresh,    add_probe,   add_execute, add_tasks,
      add_wait,        add_install, add_inject, add_uninject,   add_explain, add_status,  add_history,
      add_trigger,     add_suspend, add_resume, add_annotate,   add_check,   add_certs,   add_ui,
      add_annotations, add_metrics, add_schema, add_completion, add_version,
  });
  return all;
}

}  // namespace chandler::cli
