#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "init/migrate/layout/ledger/plan.hpp"
#include "init/migrate/layout/ledger/tool.hpp"

namespace chandler::migrate::ledger {
namespace {

// An applied version whose file is there.
void judge_applied(const Ledger& ledger, const Row& row, const File& file, Entry& entry) {
  entry.condition = Condition::applied;
  const auto same = check_unchanged(ledger, row, file);
  if (same) return;
  if (same.error().code == "migrate.changed_file") entry.condition = Condition::changed_file;
  entry.problem = same.error();
}

Entry entry_of(const Ledger& ledger, const File& file, const File* target, const PlanSettings& settings) {
  Entry out{.version = file.version, .description = file.description, .file = file.file};
  if (const auto back = ledger.tool().leads_back(ledger.folder(), file)) out.can_go_down = *back;
  const Row* row = ledger.row(file.version);
  if (row != nullptr) out.applied_at = row->applied_at;
  if (row != nullptr && row->marked) {
    out.condition = Condition::failed;
    out.problem = marked(ledger, *row);
  } else if (row != nullptr && row->applied) {
    judge_applied(ledger, *row, file, out);
  } else if (target != nullptr && target->order < file.order) {
    out.condition = Condition::above_target;
  } else if (ledger.is_late(file)) {
    out.condition = Condition::out_of_order;
    if (!applies_late(ledger, settings)) out.problem = out_of_order(ledger, file);
  }
  return out;
}

Entry entry_of(const Ledger& ledger, const Row& row, const PlanSettings& settings) {
  Entry out{.version = row.version, .condition = Condition::missing_file, .applied_at = row.applied_at};
  if (row.marked) {
    out.condition = Condition::failed;
    out.problem = marked(ledger, row);
  } else if (ledger.is_ahead(row)) {
    out.condition = Condition::ahead;
    if (settings.on_ahead == OnAhead::fail) out.problem = ahead(ledger, row);
  } else if (!ledger.tool().rules().tolerates_missing) {
    out.problem = missing_file(ledger, row);
  }
  return out;
}

}  // namespace

core::Expected<Survey> survey(const Ledger& ledger, const PlanSettings& settings) {
  const File* target = nullptr;
  if (!settings.target.empty()) {
    const auto found = file_of(ledger, settings.target, "--target");
    if (!found) return std::unexpected(found.error());
    target = *found;
  }
  Survey out;
  if (const Row* newest = ledger.newest()) out.version = newest->version;
  std::vector<std::pair<std::string, Entry>> entries;
  for (const File& file : ledger.files()) entries.emplace_back(file.order, entry_of(ledger, file, target, settings));
  for (const Row& row : ledger.rows()) {
    if (ledger.file(row.version) == nullptr && (row.applied || row.marked)) {
      entries.emplace_back(row.order, entry_of(ledger, row, settings));
    }
  }
  std::ranges::stable_sort(entries, {}, &std::pair<std::string, Entry>::first);
  for (auto& [order, entry] : entries) out.entries.push_back(std::move(entry));
  for (const std::string& twin : ledger.twins()) {
    out.notes.push_back(twin + " has the version of another file, so it counts as applied and never ran");
  }
  return out;
}

}  // namespace chandler::migrate::ledger
