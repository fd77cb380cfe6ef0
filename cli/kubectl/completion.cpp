#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/kubectl/complete.hpp"

namespace chandler::cli {

void add_completion(CLI::App& app, Body& chosen) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print a shell's completion script");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->type_name("SHELL")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(
      "Examples:\n"
      "  source <(chandler completion bash)\n"
      "  chandler completion zsh > \"${fpath[1]}/_chandler\"\n"
      "  chandler completion fish > ~/.config/fish/completions/chandler.fish\n"
      "\n"
      "kubectl completes its plugin where a link kubectl_complete-chandler to this program is in PATH.");
  command->callback([shell, &chosen] {
    chosen = [shell](const Process&) {
      std::cout << kubectl::completion_script(*shell);
      return 0;
    };
  });
}

}  // namespace chandler::cli
