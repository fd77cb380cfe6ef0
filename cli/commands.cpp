#include "cli/commands.hpp"

#include <array>

namespace chandler::cli {

void add_metrics(CLI::App& app, Body& chosen);
void add_serve(CLI::App& app, Body& chosen);
void add_version(CLI::App& app, Body& chosen);
void add_wait(CLI::App& app, Body& chosen);

std::span<const AddCommand> commands() {
  static constexpr auto all = std::to_array<AddCommand>({
      add_serve,
      add_wait,
      add_metrics,
      add_version,
  });
  return all;
}

}  // namespace chandler::cli
