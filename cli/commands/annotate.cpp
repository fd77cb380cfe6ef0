#include <format>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/manifest_flags.hpp"
#include "cli/failure.hpp"
#include "cli/flag_error.hpp"
#include "cli/injection_flags.hpp"
#include "cli/kubectl/annotate_ask.hpp"
#include "cli/kubectl/annotate_plan.hpp"
#include "cli/kubectl/live_workload.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/tone.hpp"
#include "cli/terminal.hpp"
#include "core/annotations/keys.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;
using core::Expected;
namespace kubernetes = platform::kubernetes;

struct Options {
  ConnectionFlags connection;
  std::string workload;
  std::vector<std::string> words;
  bool inject = false;
  bool dry_run = false;
  bool yes = false;
  core::injection::Settings injection = default_injection_settings();
};

std::unexpected<core::Error> not_done(std::string message, std::string hint = {}) {
  return std::unexpected(
      core::Error{.code = "kubectl.not_annotated", .message = std::move(message), .hint = std::move(hint)});
}

Expected<AnnotationChanges> changes_of(const Options& options, const nlohmann::json& object) {
  if (!options.words.empty() || options.inject) return parse_changes(options.words);
  if (!has_terminal()) {
    return wrong_flag("annotate", "nothing is given to change, and standard input is no terminal to ask at",
                      "give KEY=VALUE, KEY- or --inject");
  }
  auto asked = ask_for_changes(object, std::cin, std::cerr);
  if (!asked) return not_done("nothing was changed: the answers ended");
  return *std::move(asked);
}

void show(const AnnotatePlan& plan, const LiveWorkload& live, const Palette& palette) {
  std::cout << std::format("{} in {}\n", live.name.display(), live.connection.namespace_name);
  for (const AnnotatePlan::Line& line : plan.lines) {
    const Tone tone = line.sign == '+' ? Tone::good : line.sign == '-' ? Tone::bad : Tone::waiting;
    const std::string_view colour = palette.of(tone);
    std::cout << std::format("  {}{}{}\n", colour, to_text(line), colour.empty() ? "" : palette.off);
  }
  for (const auto& finding : plan.findings) log_finding(live.name.display(), finding);
  std::string steps;
  for (const std::string& step : plan.steps) steps += (steps.empty() ? "" : " → ") + step;
  if (!plan.labelled) {
    std::cout << std::format("Nothing happens before the label {}=true, which --inject sets.\n",
                             core::annotations::inject_label);
  } else if (!steps.empty()) {
    std::cout << std::format("Its pods get {}.\n", steps);
  }
  std::cout << std::flush;
}

Expected<void> write(LiveWorkload& live, const AnnotatePlan& plan, bool dry_run) {
  const auto patched = live.connection.client.patch(
      live.name.in(live.connection.namespace_name), kubernetes::PatchType::merge, plan.patch,
      {.dry_run = dry_run, .strict_fields = true, .field_manager = "kubectl-chandler"});
  if (patched) return {};
  core::Error error = patched.error();
  if (error.code == kubernetes::code::conflict) error.hint = "somebody changed it meanwhile: look at it again";
  const std::string_view group = live.name.kind->group;
  return std::unexpected(with_remedy(std::move(error), "get,patch",
                                     std::format("{}{}{}", live.name.kind->plural, group.empty() ? "" : ".", group),
                                     live.connection.namespace_name));
}

Expected<void> annotate(const Options& options, const Process& process) {
  auto live = get_workload(options.workload, options.connection, process);
  if (!live) return std::unexpected(live.error());
  const auto changes = changes_of(options, live->object);
  if (!changes) return std::unexpected(changes.error());
  const Palette palette = Palette::for_standard_output(process.environment);
  // Who answered questions wants something to happen; flags say all themselves.
  bool opt_in = options.inject;
  AnnotatePlan plan = plan_changes(live->object, live->name.kind->kind, *changes, opt_in, options.injection);
  if (options.words.empty() && !opt_in && !plan.labelled && !plan.lines.empty()) {
    opt_in = confirmed(std::format("Set the label {}=true, too, so that it begins?", core::annotations::inject_label));
    plan = plan_changes(live->object, live->name.kind->kind, *changes, opt_in, options.injection);
  }
  if (plan.lines.empty()) {
    std::cout << std::format("{} is already so.\n", live->name.display());
    return {};
  }
  show(plan, *live, palette);
  if (plan.refused) return not_done("the webhook would refuse it: nothing was changed", "mend what is said above");
  if (!options.dry_run && !options.yes && !confirmed("Do it?")) {
    return not_done("nothing was changed", has_terminal() ? "" : "--yes does it without being asked");
  }
  if (auto written = write(*live, plan, options.dry_run); !written) return written;
  std::cout << std::format("{} annotated{}\n", live->name.display(), options.dry_run ? " (server dry run)" : "");
  return {};
}

}  // namespace

void add_annotate(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("annotate", "Set a workload's annotations, checked before, or ask for them");
  command->add_option("workload", options->workload, "deployment/order-food")->type_name("KIND/NAME")->required();
  command
      ->add_option("changes", options->words,
                   "KEY=VALUE sets, KEY- takes away; chandler.dev/ may be left out. None: asks at the terminal")
      ->type_name("KEY=VALUE");
  command->add_flag("--inject", options->inject, "Set the label chandler.dev/inject=true, too: it begins");
  command->add_flag("--dry-run", options->dry_run, "Show it, and let the API server try it; nothing is kept");
  command->add_flag("-y,--yes", options->yes, "Do not ask");
  add_connection_flags(*command, options->connection);
  add_injection_flags(*command, options->injection);
  command->footer(
      examples(app, {"annotate deploy/order-food",
                     "annotate deploy/order-food database=order-food-db migrate=configmap:migrations --inject",
                     "annotate sts/menu refresh-schedule=@hourly load- --yes"}));
  command->callback([options, &chosen] {
    chosen = [options](const Process& process) { return exit_code_of(annotate(*options, process)); };
  });
}

}  // namespace chandler::cli
