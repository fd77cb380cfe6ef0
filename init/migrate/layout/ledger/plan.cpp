#include "init/migrate/layout/ledger/plan.hpp"

#include <algorithm>
#include <format>
#include <ranges>
#include <utility>

#include "init/migrate/layout/ledger/tool.hpp"

namespace chandler::migrate::ledger {
namespace {

// What was applied has to be there, unchanged, or the tool's rules have to let it pass.
core::Expected<void> check_applied(const Ledger& ledger, const PlanSettings& settings, Plan& plan) {
  for (const Row& row : ledger.rows()) {
    const File* file = ledger.file(row.version);
    if (row.marked && (row.applied || file == nullptr)) return std::unexpected(marked(ledger, row));
    if (!row.applied) continue;
    if (file != nullptr) {
      if (auto same = check_unchanged(ledger, row, *file); !same) return same;
    } else if (ledger.is_ahead(row)) {
      plan.ahead = true;
      if (settings.on_ahead == OnAhead::fail) return std::unexpected(ahead(ledger, row));
    } else if (!ledger.tool().rules().tolerates_missing) {
      return std::unexpected(missing_file(ledger, row));
    }
  }
  return {};
}

// Said only when something is to be done: these notes are old news on every other start.
void note_oddities(const Ledger& ledger, Plan& plan) {
  for (const Row& row : ledger.rows()) {
    if (row.applied && ledger.file(row.version) == nullptr && !ledger.is_ahead(row))
      plan.notes.push_back(std::format("version {} is applied, but no file has it", row.version));
  }
  for (const std::string& twin : ledger.twins()) {
    plan.notes.push_back(twin + " has the version of another file, so it counts as applied and never ran");
  }
  for (const std::string& file : ledger.folder().files()) {
    const std::size_t slash = file.rfind('/');
    if (!file.ends_with(".sql")) continue;
    if (slash != std::string::npos && ledger.tool().takes(file.substr(slash + 1))) {
      plan.notes.push_back(std::format("{} lies in a sub-folder, which {} does not read", file, ledger.tool().tool()));
    } else if (slash == std::string::npos && !ledger.tool().takes(file)) {
      plan.notes.push_back(file + " is not named like a migration and is not run");
    }
  }
}

core::Expected<Step> step_of(const Ledger& ledger, const File& file, const PlanSettings& settings) {
  const Row* row = ledger.row(file.version);
  const bool interrupted = row != nullptr && row->marked;
  if (!interrupted && ledger.is_late(file) && !applies_late(ledger, settings)) {
    return std::unexpected(out_of_order(ledger, file));
  }
  auto sum = ledger.tool().checksum(ledger.folder(), file.file);
  if (!sum) return std::unexpected(sum.error());
  Step step{.file = file.file,
            .version = file.version,
            .interrupted = interrupted,
            .description = file.description,
            .digest = *std::move(sum)};
  if (auto read = ledger.tool().read_into(step, ledger.folder()); !read) return std::unexpected(read.error());
  return step;
}

core::Expected<Step> step_back(const Ledger& ledger, const Row& row) {
  const File* file = ledger.file(row.version);
  if (file == nullptr) {
    core::Error error = ledger.is_ahead(row) ? ahead(ledger, row) : missing_file(ledger, row);
    error.hint = "Taking it back needs its file: bring that back";
    return std::unexpected(std::move(error));
  }
  const auto leads_back = ledger.tool().leads_back(ledger.folder(), *file);
  if (!leads_back) return std::unexpected(leads_back.error());
  if (!*leads_back) {
    return std::unexpected(core::Error{.code = "migrate.no_way_down",
                                       .message = std::format("nothing undoes {}", file->file),
                                       .where = file->file,
                                       .hint = ledger.tool().way_back(*file)});
  }
  Step step{
      .file = file->down, .version = file->version, .direction = Direction::down, .description = file->description};
  if (auto read = ledger.tool().read_into(step, ledger.folder()); !read) return std::unexpected(read.error());
  return step;
}

}  // namespace

core::Expected<Plan> plan_up(const Ledger& ledger, const PlanSettings& settings) {
  const File* target = nullptr;
  if (!settings.target.empty()) {
    const auto found = file_of(ledger, settings.target, "--target");
    if (!found) return std::unexpected(found.error());
    target = *found;
  }
  Plan plan;
  if (auto sound = check_applied(ledger, settings, plan); !sound) return std::unexpected(sound.error());
  const Row* newest = ledger.newest();
  if (newest != nullptr) plan.from_version = newest->version;
  plan.to_version = plan.from_version;
  for (const File& file : ledger.files()) {
    const Row* row = ledger.row(file.version);
    if (row != nullptr && row->applied) {
      ++plan.applied;
      continue;
    }
    if (target != nullptr && target->order < file.order) continue;
    auto step = step_of(ledger, file, settings);
    if (!step) return std::unexpected(step.error());
    plan.pending.push_back(*std::move(step));
    if (!ledger.is_late(file)) plan.to_version = file.version;
  }
  if (!plan.pending.empty()) note_oddities(ledger, plan);
  return plan;
}

core::Expected<Plan> plan_down(const Ledger& ledger, const PlanSettings& settings) {
  std::string target;  // before every order
  if (settings.target != "0") {
    const auto found = file_of(ledger, settings.target, "--to");
    if (!found) return std::unexpected(found.error());
    target = (*found)->order;
  }
  std::vector<const Row*> applied;
  for (const Row& row : ledger.rows()) {
    if (row.marked) return std::unexpected(marked(ledger, row));
    if (row.applied) applied.push_back(&row);
  }
  std::ranges::sort(applied, [&](const Row* a, const Row* b) { return ledger.order(*a) < ledger.order(*b); });
  Plan plan;
  if (!applied.empty()) plan.from_version = plan.to_version = applied.back()->version;
  for (auto row = applied.rbegin(); row != applied.rend() && ledger.order(**row) > target; ++row) {
    auto step = step_back(ledger, **row);
    if (!step) return std::unexpected(step.error());
    const auto before = std::next(row);
    step->previous = before == applied.rend() ? "" : (*before)->version;
    plan.to_version = step->previous;
    plan.pending.push_back(*std::move(step));
  }
  plan.applied = applied.size();
  return plan;
}

}  // namespace chandler::migrate::ledger
