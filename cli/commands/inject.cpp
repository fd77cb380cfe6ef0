#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/commands/manifest_flags.hpp"
#include "cli/injection_flags.hpp"
#include "cli/manifest/apply.hpp"
#include "cli/manifest/objects.hpp"
#include "core/injection/offline.hpp"
#include "core/outcome.hpp"

namespace chandler::cli {
namespace {

struct Options {
  ManifestFlags manifests;
  core::injection::Settings injection = default_injection_settings();
};

constexpr int problem_exit = static_cast<int>(core::Outcome::problem);

int run_inject(const Options& options) {
  auto streams = read_streams(options.manifests);
  if (!streams) return problem_exit;
  const core::injection::Settings& settings = options.injection;
  bool refused = false;
  const auto inject_one = [&](manifest::Node& object) {
    const manifest::Identity identity = identify(object);
    const auto result = core::injection::inject(to_json(object), identity.kind, identity.namespace_name, settings);
    for (const auto& finding : result.findings) log_finding(display_name(identity), finding);
    refused = refused || result.reason == core::injection::Reason::refused;
    if (!result.patch.empty()) manifest::apply(result.patch, object);
    return !result.patch.empty();
  };
  for (manifest::Stream& stream : *streams) for_each_object(stream, inject_one);
  // Nothing at all is written then: in a pipe to kubectl, the rest would be applied without it.
  if (refused) return problem_exit;
  write_streams(*streams, options.manifests);
  return 0;
}

}  // namespace

void add_inject(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("inject", "Put into manifests what the webhook would put into their pods, offline");
  add_file_flag(*command, options->manifests);
  add_output_flag(*command, options->manifests);
  add_injection_flags(*command, options->injection);
  command->footer(
      "Examples:\n"
      "  chandler inject -f deployment.yaml | kubectl apply -f -\n"
      "  kubectl get deployment menu -o yaml | chandler inject -f - | kubectl diff -f -\n"
      "\n"
      "Exit code 2, and no output, when an object would be refused.");
  command->callback([&chosen, options] { chosen = [options](const Process&) { return run_inject(*options); }; });
}

}  // namespace chandler::cli
