#include "init/migrate/lint/by_hand.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "init/migrate/layout/choose.hpp"
#include "init/migrate/lint/pending.hpp"
#include "init/migrate/run/standing.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/wait.hpp"

namespace chandler::migrate::lint {
namespace {

using Found = core::Expected<std::vector<Finding>>;

Found judge_selection(const Layout& layout, const Folder& folder, const PlanSettings& settings,
                      const Selection& selection, const LintOptions& options) {
  Linter linter(options);
  for (const Step& step : selection.before) {
    const auto file = lint_file(layout, step, folder, settings);
    if (!file) return std::unexpected(file.error());
    linter.applied(*file);
  }
  for (const Step& step : selection.judged) {
    const auto file = lint_file(layout, step, folder, settings);
    if (!file) return std::unexpected(file.error());
    linter.judge(*file);
    if (!selection.one_set) linter.finish();
  }
  linter.finish();
  return linter.findings();
}

// SQL files of no tool's, in the order of their names.
Found judge_plain(const Folder& folder, const Wanted& wanted, const LintOptions& options) {
  Linter linter(options);
  for (const std::string& name : folder.files()) {
    if (!name.ends_with(".sql")) continue;
    const auto text = folder.view(name);
    if (!text) return std::unexpected(text.error());
    const LintFile file{.name = name, .source = {.sql = {}, .from_file = *text, .replacements = {}}, .original = *text};
    if (wanted.files.empty() || std::ranges::contains(wanted.files, name)) {
      linter.judge(file);
      linter.finish();
    } else {
      linter.applied(file);
    }
  }
  return linter.findings();
}

bool holds_sql(const Folder& folder) {
  return std::ranges::any_of(folder.files(), [](const std::string& each) { return each.ends_with(".sql"); });
}

Found without_database(const Options& options, const Folder& folder, const Request& request) {
  const LintOptions lint{.server_version = request.server_version, .levels = request.levels};
  const auto choice = choose_layout(options.layout, folder, {});
  if (!choice) {
    const bool plain = options.layout == "auto" && choice.error().code == "migrate.no_migrations" &&
                       request.wanted.since.empty() && holds_sql(folder);
    return plain ? judge_plain(folder, request.wanted, lint) : std::unexpected(choice.error());
  }
  const PlanSettings settings = settings_of(options);
  const auto selection = select(*choice->layout, folder, settings, request.wanted);
  if (!selection) return std::unexpected(selection.error());
  for (const std::string& file : selection->skipped) {
    platform::log::warning("lint_skipped",
                           std::format("{} is not judged: {} does not apply it", file, choice->layout->name()));
  }
  return judge_selection(*choice->layout, folder, settings, *selection, lint);
}

Found with_database(const Options& options, const Folder& folder, const Request& request, const std::stop_token& stop) {
  auto session = platform::postgres::connect_when_ready(options.database, {.application_name = "chandler migrate lint"},
                                                        {.timeout = options.wait}, stop);
  if (!session) return std::unexpected(session.error());
  Standing standing(options, folder, Detail::plan);
  if (auto looked = standing.look(*session); !looked) return std::unexpected(looked.error());
  auto plan = standing.layout().plan(folder, standing.history(), standing.settings());
  if (!plan) return std::unexpected(plan.error());
  const auto& files = request.wanted.files;
  std::erase_if(plan->pending,
                [&](const Step& step) { return !files.empty() && !std::ranges::contains(files, step.file); });
  return lint_pending(*session, standing.layout(), folder, standing.settings(), plan->pending, request.levels);
}

}  // namespace

Found lint_by_hand(const Options& options, const Request& request, const std::stop_token& stop) {
  const auto folder = Folder::open(options.source);
  if (!folder) return std::unexpected(folder.error());
  return request.with_database ? with_database(options, *folder, request, stop)
                               : without_database(options, *folder, request);
}

}  // namespace chandler::migrate::lint
