#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "core/annotations/reference.hpp"

namespace chandler::cli {
namespace {

int print_annotations(const std::string& format) {
  std::cout << (format == "markdown" ? core::annotations::reference_markdown()
                : format == "json"   ? core::annotations::reference_json()
                                     : core::annotations::reference_text());
  return 0;
}

}  // namespace

void add_annotations(CLI::App& app, Body& chosen) {
  auto format = std::make_shared<std::string>("text");
  CLI::App* command = app.add_subcommand("annotations", "Print every annotation: value, default, meaning");
  command->add_option("--format", *format, "text, markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->capture_default_str();
  command->footer("Examples:\n  chandler annotations\n  chandler annotations --format markdown > docs/annotations.md");
  command->callback([&chosen, format] { chosen = [format](const Process&) { return print_annotations(*format); }; });
}

}  // namespace chandler::cli
