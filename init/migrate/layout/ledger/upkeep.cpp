#include <format>
#include <string>
#include <utility>
#include <vector>

#include "init/migrate/layout/ledger/plan.hpp"
#include "init/migrate/layout/ledger/tool.hpp"

namespace chandler::migrate::ledger {
namespace {

Repair end_mark(const Ledger& ledger, const Row& row, const std::string& schema, Interrupted interrupted) {
  const File* file = ledger.file(row.version);
  const std::string name = file == nullptr ? "version " + row.version : file->file;
  if (interrupted == Interrupted::not_applied) {
    return {.what = std::format("took the mark away: {} counts as not applied", name),
            .sql = ledger.tool().remove(schema, row.version)};
  }
  return {
      .what = std::format("took the mark away: {} counts as applied", name),
      .sql = row.applied ? ledger.tool().take_mark(schema, row.version) : ledger.tool().settle(schema, row.version)};
}

}  // namespace

core::Expected<std::vector<Repair>> repair(const Ledger& ledger, const PlanSettings& settings,
                                           Interrupted interrupted) {
  const std::string& schema = settings.facts.schema;
  std::vector<Repair> out;
  for (const Row& row : ledger.rows()) {
    if (row.marked) out.push_back(end_mark(ledger, row, schema, interrupted));
    const File* file = ledger.file(row.version);
    const bool stays = row.applied || (row.marked && interrupted == Interrupted::applied);
    if (file == nullptr || !stays || row.checksum.empty()) continue;
    auto sum = ledger.tool().checksum(ledger.folder(), file->file);
    if (!sum) return std::unexpected(sum.error());
    if (*sum == row.checksum) continue;
    out.push_back({.what = std::format("took the checksum {}… from {}", sum->substr(0, 12), file->file),
                   .sql = ledger.tool().set_checksum(schema, row.version, *sum)});
  }
  return out;
}

core::Expected<Baseline> baseline(const Ledger& ledger, const PlanSettings& settings, const std::string& version) {
  const auto last = file_of(ledger, version, "--baseline");
  if (!last) return std::unexpected(last.error());
  Baseline out;
  bool same = true;
  for (const File& file : ledger.files()) {
    const Row* row = ledger.row(file.version);
    const bool wanted = file.order <= (*last)->order;
    const bool there = row != nullptr && row->applied;
    same = same && wanted == there;
    if (!wanted) continue;
    auto sum = ledger.tool().checksum(ledger.folder(), file.file);
    if (!sum) return std::unexpected(sum.error());
    ++out.counted;
    out.sql += ledger.tool().insert(
        settings.facts.schema,
        {.file = file.file, .version = file.version, .description = file.description, .digest = *std::move(sum)}, "0");
  }
  if (ledger.rows().empty()) return out;
  if (same) return Baseline{};
  const Row* newest = ledger.newest();
  return std::unexpected(core::Error{
      .code = "migrate.has_history",
      .message = newest == nullptr ? std::format("{} holds something already", ledger.tool().history_table())
                                   : std::format("the history is at version {} already", newest->version),
      .where = "--baseline",
      .hint = "A baseline is for a database without a history; leave --baseline out"});
}

}  // namespace chandler::migrate::ledger
