#include "cli/run.hpp"

#include <algorithm>
#include <exception>
#include <format>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/kubectl/complete.hpp"
#include "cli/kubectl/completion_names.hpp"
#include "cli/kubectl/program_name.hpp"
#include "core/outcome.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::cli {
namespace {

constexpr int usage_exit = static_cast<int>(core::Outcome::usage);

// CLI11's own transformer shows the numbers behind the choices.
template <typename T>
CLI::Validator one_of(std::map<std::string, T> choices) {
  return {[choices = std::move(choices)](std::string& value) -> std::string {
            const auto chosen = choices.find(value);
            if (chosen != choices.end()) {
              value = std::to_string(std::to_underlying(chosen->second));
              return {};
            }
            std::string names;
            for (const auto& [name, meaning] : choices) names += (names.empty() ? "" : ", ") + name;
            return std::format("'{}' is not one of {}", value, names);
          },
          ""};
}

void add_log_flags(CLI::App& app, platform::log::Settings& settings) {
  using platform::log::Format;
  using platform::log::Level;
  app.add_option("--log-level", settings.level, "debug, info, warning or error")
      ->envname("CHANDLER_LOG_LEVEL")
      ->type_name("LEVEL")
      ->transform(one_of<Level>(
          {{"debug", Level::debug}, {"info", Level::info}, {"warning", Level::warning}, {"error", Level::error}}));
  app.add_option("--log-format", settings.format, "auto (text on a terminal, JSON elsewhere), json or text")
      ->envname("CHANDLER_LOG_FORMAT")
      ->type_name("FORMAT")
      ->transform(one_of<Format>({{"auto", Format::automatic}, {"json", Format::json}, {"text", Format::text}}));
}

// Commands that pods run, and that kubectl's users need not see.
void hide_commands_of_pods(CLI::App& app) {
  for (const char* command : {"serve", "migrate", "load", "refresh", "execute", "wait", "install"}) {
    app.get_subcommand(command)->group("");
  }
}

// `words`: what stands behind the name of a program whose command line is being typed.
int complete(const CLI::App& app, const std::vector<std::string>& words) {
  const Process process{platform::process_environment(), {}};
  std::cout << to_text(kubectl::complete(app, words, kubectl::names_of_cluster(process)));
  return 0;
}

}  // namespace

int run(int argc, char** argv) {
  using kubectl::CalledAs;
  const CalledAs called = kubectl::called_as(argc > 0 ? argv[0] : "");
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  CLI::App app{"Chandler provisions applications on Kubernetes by annotation.",
               called == CalledAs::chandler ? "chandler" : "kubectl chandler"};
  app.set_version_flag("--version", CHANDLER_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  platform::log::Settings log_settings;
  add_log_flags(app, log_settings);
  Body chosen;
  for (const AddCommand add : commands()) add(app, chosen);
  if (called != CalledAs::chandler) hide_commands_of_pods(app);
  if (called == CalledAs::plugin_completion) return complete(app, words);
  if (!words.empty() && words.front() == "__complete") return complete(app, {words.begin() + 1, words.end()});
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : usage_exit;
  }
  platform::log::configure(log_settings);
  const platform::Shutdown shutdown;
  try {
    return chosen({platform::process_environment(), shutdown.token()});
  } catch (const std::exception& error) {
    platform::log::error("internal_error", error.what());
    return static_cast<int>(core::Outcome::problem);
  }
}

}  // namespace chandler::cli
