#include "init/migrate/layout/ledger/ledger.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "init/migrate/layout/ledger/tool.hpp"

namespace chandler::migrate::ledger {
namespace {

core::Error problem(std::string code, std::string message, std::string where, std::string hint) {
  return {.code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)};
}

core::Error twice(const File& one, const File& other) {
  return problem("migrate.duplicate_version",
                 std::format("two files have version {}: {} and {}", other.version, one.file, other.file), other.file,
                 "Give one of them a version of its own");
}

}  // namespace

const Row* Ledger::row(const std::string& version) const {
  const auto at = row_of_.find(version);
  return at == row_of_.end() ? nullptr : &rows_[at->second];
}

const File* Ledger::file(const std::string& version) const {
  const auto at = file_of_.find(version);
  return at == file_of_.end() ? nullptr : &files_[at->second];
}

const std::string& Ledger::order(const Row& row) const {
  const auto at = file_of_.find(row.version);
  return at == file_of_.end() ? row.order : files_[at->second].order;
}

const Row* Ledger::newest() const {
  const Row* out = nullptr;
  for (const Row& row : rows_) {
    if (row.applied && (out == nullptr || order(*out) < order(row))) out = &row;
  }
  return out;
}

bool Ledger::is_ahead(const Row& row) const {
  return file(row.version) == nullptr && order(row) > files_.back().order;
}

core::Expected<Ledger> Ledger::read(const Tool& tool, const Folder& folder, const History& history) {
  auto files = tool.files(folder);
  if (!files) return std::unexpected(files.error());
  auto rows = tool.rows(history);
  if (!rows) return std::unexpected(rows.error());
  if (files->empty()) {
    return std::unexpected(problem("migrate.no_migrations", "the folder holds no migration that leads up",
                                   folder.root().string(),
                                   std::format("Migrations are named like {}", tool.file_example())));
  }
  Ledger out(tool, folder);
  out.files_ = *std::move(files);
  out.rows_ = *std::move(rows);
  std::ranges::sort(out.files_, {}, &File::order);
  for (std::size_t i = 0; i < out.rows_.size(); ++i) out.row_of_.emplace(out.rows_[i].version, i);
  for (std::size_t i = 0; i < out.files_.size(); ++i) {
    const auto [other, added] = out.file_of_.emplace(out.files_[i].version, i);
    if (added) continue;
    // Both were taken for applied all along: refusing them now would help nobody.
    const Row* row = out.row(out.files_[i].version);
    if (row == nullptr || !row->applied || !tool.rules().tolerates_twins) {
      return std::unexpected(twice(out.files_[other->second], out.files_[i]));
    }
    out.twins_.push_back(out.files_[i].file);
  }
  if (const Row* newest = out.newest()) out.newest_order_ = out.order(*newest);
  return out;
}

core::Error missing_file(const Ledger& ledger, const Row& row) {
  return problem("migrate.missing_file",
                 std::format("version {} is applied, but no file has it, though {} comes after it", row.version,
                             std::ranges::upper_bound(ledger.files(), row.order, {}, &File::order)->file),
                 row.version, "Bring the file back; the history and the folder went different ways");
}

core::Error ahead(const Ledger& ledger, const Row& row) {
  return problem("migrate.ahead",
                 std::format("the database is at version {}, ahead of the newest file, {}", row.version,
                             ledger.files().back().file),
                 row.version,
                 "After a rollback of the application this is expected: allow it with --on-ahead allow "
                 "(chandler.dev/migrate-on-ahead)");
}

core::Error out_of_order(const Ledger& ledger, const File& file) {
  const std::string& newest = ledger.newest()->version;
  return problem("migrate.out_of_order",
                 std::format("{} is not applied, but the later version {} is", file.file, newest), file.file,
                 std::format("It came late, from a branch perhaps: give it a version above {}, or apply it where it "
                             "stands with --out-of-order apply",
                             newest));
}

core::Error marked(const Ledger& ledger, const Row& row) {
  const File* file = ledger.file(row.version);
  const std::string name = file == nullptr ? "version " + row.version : file->file;
  if (row.applied) {
    return problem("migrate.dirty", std::format("taking {} back was begun and not ended", name), name,
                   "Look whether it is still in effect, undo it or bring it back whole, then run `chandler migrate "
                   "repair`");
  }
  if (file == nullptr) {
    return problem("migrate.dirty", std::format("{} was begun and not ended, and its file is gone", name), name,
                   "Bring the file back, or undo what is left of it and run `chandler migrate repair`");
  }
  return problem("migrate.dirty", std::format("{} was begun and not ended", name), name,
                 "`chandler migrate` runs it again where that is safe; else look, undo or finish it, and run `chandler "
                 "migrate repair`");
}

core::Expected<void> check_unchanged(const Ledger& ledger, const Row& row, const File& file) {
  if (row.checksum.empty()) return {};
  const auto sum = ledger.tool().checksum(ledger.folder(), file.file);
  if (!sum) return std::unexpected(sum.error());
  if (*sum == row.checksum) return {};
  const auto harmless = ledger.tool().harmless_change(ledger.folder(), file, row);
  if (!harmless) return std::unexpected(harmless.error());
  if (!harmless->empty()) {
    return std::unexpected(problem(
        "migrate.changed_file", std::format("{} was changed after it was applied, but {}", file.file, *harmless),
        file.file, "Restore the file, or accept it as it is with `chandler migrate repair`"));
  }
  return std::unexpected(problem(
      "migrate.changed_file",
      std::format("{} was changed after it was applied: the history holds checksum {}…, the file has {}…", file.file,
                  row.checksum.substr(0, 12), sum->substr(0, 12)),
      file.file,
      "Restore the file and put the change into a new migration; if the database is right as it is, accept the file "
      "with `chandler migrate repair`"));
}

core::Expected<const File*> file_of(const Ledger& ledger, const std::string& version, std::string_view where) {
  const auto known = ledger.tool().version_of(version);
  if (const File* file = known ? ledger.file(*known) : nullptr; file != nullptr) return file;
  return std::unexpected(
      problem("migrate.bad_target", std::format("no file has the version {}", version), std::string(where),
              std::format("Versions go from {} to {}", ledger.files().front().version, ledger.files().back().version)));
}

bool applies_late(const Ledger& ledger, const PlanSettings& settings) {
  if (settings.out_of_order == OutOfOrder::as_tool) return ledger.tool().rules().applies_late;
  return settings.out_of_order == OutOfOrder::apply;
}

}  // namespace chandler::migrate::ledger
