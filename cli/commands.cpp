#include "cli/commands.hpp"

#include <array>

namespace chandler::cli {

void add_version(CLI::App& app, Body& chosen);

std::span<const AddCommand> commands() {
  static constexpr std::array<AddCommand, 1> all{add_version};
  return all;
}

}  // namespace chandler::cli
