#include "init/migrate/lint/input.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <utility>

namespace chandler::migrate::lint {
namespace {

core::Error no_such_version(const std::string& version, const Folder& folder) {
  return {.outcome = core::Outcome::usage,
          .code = "migrate.bad_target",
          .message = std::format("no file of the folder has version {}", version),
          .where = folder.root().string(),
          .hint = "--since takes the version that the database is at"};
}

}  // namespace

core::Expected<LintFile> lint_file(const Layout& layout, const Step& step, const Folder& folder,
                                   const PlanSettings& settings) {
  auto source = layout.text(step, folder, settings);
  if (!source) return std::unexpected(source.error());
  const auto original = folder.view(step.file);
  if (!original) return std::unexpected(original.error());
  return LintFile{
      .name = step.file, .source = *std::move(source), .original = *original, .in_transaction = step.in_transaction};
}

core::Expected<Selection> select(const Layout& layout, const Folder& folder, const PlanSettings& settings,
                                 const Wanted& wanted) {
  auto plan = layout.plan(folder, {}, settings);
  if (!plan) return std::unexpected(plan.error());
  Selection out{.one_set = !wanted.since.empty()};
  std::ranges::copy_if(wanted.files, std::back_inserter(out.skipped), [&](const std::string& file) {
    return !std::ranges::contains(plan->pending, file, &Step::file);
  });
  bool after = wanted.since.empty();
  for (Step& step : plan->pending) {
    const bool asked = wanted.files.empty() || std::ranges::contains(wanted.files, step.file);
    const bool last_before = step.version == wanted.since;
    (after && asked ? out.judged : out.before).push_back(std::move(step));
    after = after || last_before;
  }
  if (!after) return std::unexpected(no_such_version(wanted.since, folder));
  return out;
}

}  // namespace chandler::migrate::lint
