#include "init/migrate/lint/pending.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <set>

#include "init/migrate/lint/catalogue.hpp"
#include "init/migrate/lint/input.hpp"
#include "platform/log/log.hpp"

namespace chandler::migrate::lint {
namespace {

constexpr int oldest = 13;
constexpr int newest = 17;

}  // namespace

core::Expected<std::vector<Finding>> lint_pending(platform::postgres::Session& session, const Layout& layout,
                                                  const Folder& folder, const PlanSettings& settings,
                                                  const std::vector<Step>& pending, const LevelSettings& levels) {
  std::set<std::string> names;
  for (const Step& step : pending) {
    const auto file = lint_file(layout, step, folder, settings);
    if (!file) return std::unexpected(file.error());
    std::ranges::move(relations_in(*file), std::inserter(names, names.end()));
  }
  auto schema = read_catalogue(session, {names.begin(), names.end()});
  if (!schema) return std::unexpected(schema.error());
  Linter linter({.server_version = std::clamp(session.server_version() / 10000, oldest, newest), .levels = levels},
                *std::move(schema));
  for (const Step& step : pending) {
    const auto file = lint_file(layout, step, folder, settings);
    if (!file) return std::unexpected(file.error());
    linter.judge(*file);
  }
  linter.finish();
  return linter.findings();
}

core::Expected<void> lint_before_run(platform::postgres::Session& session, const Layout& layout, const Folder& folder,
                                     const PlanSettings& settings, const std::vector<Step>& pending, LintMode mode) {
  if (mode == LintMode::off || pending.empty()) return {};
  const auto findings = lint_pending(session, layout, folder, settings, pending);
  if (!findings) return std::unexpected(findings.error());
  for (const Finding& each : *findings) {
    platform::log::warning(
        "lint", std::format("{}:{}:{}: {}: {}", each.file, each.line, each.column, each.rule->id, each.message),
        {{"rule", each.rule->id}, {"level", name_of(each.level)}, {"lock", each.lock}, {"safe_way", each.safe_way}});
  }
  if (mode != LintMode::refuse) return {};
  if (auto error = refusal(*findings)) return std::unexpected(*std::move(error));
  return {};
}

std::optional<core::Error> refusal(const std::vector<Finding>& findings) {
  const auto refuses = [](const Finding& each) { return each.level == Level::refuse; };
  const auto first = std::ranges::find_if(findings, refuses);
  if (first == findings.end()) return std::nullopt;
  const auto more = std::ranges::count_if(findings, refuses) - 1;
  return core::Error{
      .code = "migrate.lint",
      .message = std::format("{}: {}{}", first->rule->id, first->message,
                             more == 0 ? std::string() : std::format(" (and {} more)", more)),
      .where = std::format("{}:{}:{}", first->file, first->line, first->column),
      .hint = std::format("{}. Or, where you know better, above the statement: -- chandler:lint-ignore {} REASON",
                          first->safe_way, first->rule->id)};
}

}  // namespace chandler::migrate::lint
