#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/commands/manifest_flags.hpp"
#include "cli/manifest/apply.hpp"
#include "cli/manifest/objects.hpp"
#include "core/cronjob/template.hpp"
#include "core/injection/offline.hpp"
#include "core/outcome.hpp"

namespace chandler::cli {
namespace {

int run_uninject(const ManifestFlags& flags) {
  auto streams = read_streams(flags);
  if (!streams) return static_cast<int>(core::Outcome::problem);
  const auto uninject_one = [](manifest::Node& object) {
    const auto result = core::injection::uninject(to_json(object), identify(object).kind);
    if (!result.patch.empty()) manifest::apply(result.patch, object);
    return !result.patch.empty();
  };
  for (manifest::Stream& stream : *streams) {
    for_each_object(stream, uninject_one);
    remove_objects(stream, [](const manifest::Node& object) { return core::cronjob::is_ours(to_json(object)); });
  }
  write_streams(*streams, flags);
  return 0;
}

}  // namespace

void add_uninject(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<ManifestFlags>();
  CLI::App* command =
      app.add_subcommand("uninject", "Take out of manifests what inject put in; label and annotations stay");
  add_file_flag(*command, *flags);
  add_output_flag(*command, *flags);
  command->footer(
      "Examples:\n"
      "  chandler uninject -f injected.yaml > plain.yaml\n"
      "  chandler inject -f menu.yaml | chandler uninject -f - | diff menu.yaml -");
  command->callback([&chosen, flags] { chosen = [flags](const Process&) { return run_uninject(*flags); }; });
}

}  // namespace chandler::cli
