#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"

namespace chandler::cli {

void add_version(CLI::App& app, Body& chosen) {
  app.add_subcommand("version", "Print the version")->callback([&chosen] {
    chosen = [](const Process&) {
      std::cout << CHANDLER_VERSION << '\n';
      return 0;
    };
  });
}

}  // namespace chandler::cli
