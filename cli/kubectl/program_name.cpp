#include "cli/kubectl/program_name.hpp"

#include <format>

#include <CLI/CLI.hpp>

namespace chandler::cli::kubectl {

CalledAs called_as(std::string_view argv0) {
  const std::string_view name = argv0.substr(argv0.rfind('/') + 1);
  if (name == "kubectl-chandler") return CalledAs::plugin;
  return name == "kubectl_complete-chandler" ? CalledAs::plugin_completion : CalledAs::chandler;
}

std::string examples(const CLI::App& app, std::initializer_list<std::string_view> commands) {
  std::string text = "Examples:";
  for (const std::string_view command : commands) text += std::format("\n  {} {}", app.get_name(), command);
  return text;
}

}  // namespace chandler::cli::kubectl
