#include <format>
#include <map>
#include <optional>
#include <utility>

#include "init/migrate/layout/flyway/problems.hpp"
#include "init/migrate/layout/flyway/sums.hpp"
#include "init/migrate/layout/flyway/upkeep.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

class Surveyor {
 public:
  Surveyor(const Files& files, const State& state, const Folder& folder, const PlanSettings& settings)
      : files_(files), state_(state), folder_(folder), settings_(settings) {}

  core::Expected<Survey> make() {
    if (!settings_.target.empty()) {
      auto target = parse_target(settings_.target, "--target");
      if (!target) return std::unexpected(target.error());
      target_ = *std::move(target);
    }
    for (const auto& [version, row] : state_.versioned) entries_.emplace(version, of_row(version, row));
    for (const auto& [version, file] : files_.versioned) {
      if (!entries_.contains(version)) entries_.emplace(version, of_file(version, file));
    }
    Survey out{.version = state_.newest ? state_.newest->text() : ""};
    for (auto& [version, entry] : entries_) out.entries.push_back(std::move(entry));
    for (const auto& [description, file] : files_.repeatable) out.entries.push_back(of_repeatable(file));
    for (const auto& [description, row] : state_.repeatable) {
      if (row.type == "SQL" && !files_.repeatable.contains(description)) out.entries.push_back(of_missing(row));
    }
    return out;
  }

 private:
  Entry of_row(const Version& version, const Row& row) const;
  void judge_without_file(const Version& version, const Row& row, Entry& out) const;
  Entry of_file(const Version& version, const File& file) const;
  Entry of_repeatable(const File& file) const;
  Entry of_missing(const Row& row) const;

  const Files& files_;
  const State& state_;
  const Folder& folder_;
  const PlanSettings& settings_;
  std::optional<Version> target_;
  std::map<Version, Entry> entries_;
};

void Surveyor::judge_without_file(const Version& version, const Row& row, Entry& out) const {
  if (!row.success) {
    out.condition = Condition::failed;
    out.problem = failed_without_file(version, row);
  } else if (is_ahead(files_, version)) {
    out.condition = Condition::ahead;
    if (settings_.on_ahead == OnAhead::fail) out.problem = ahead(state_, files_, row);
  } else {
    out.condition = Condition::missing_file;
    out.problem = missing_file(version, row);
  }
}

Entry Surveyor::of_row(const Version& version, const Row& row) const {
  Entry out{.version = version.text(),
            .description = row.description,
            .condition = Condition::applied,
            .applied_at = row.applied_at};
  if (row.type == "BASELINE") {
    out.condition = Condition::baseline;
    return out;
  }
  const auto& files = row.type == "SQL_BASELINE" ? files_.baselines : files_.versioned;
  if (row.type == "SQL_BASELINE") out.condition = Condition::baseline;
  const auto file = files.find(version);
  if (file == files.end()) {
    const bool expected = (state_.baseline && version <= *state_.baseline) || row.type != "SQL";
    if (!expected) judge_without_file(version, row, out);
    return out;
  }
  out.file = file->second.file;
  if (!row.success) {
    out.condition = Condition::failed;
    out.problem = failed(file->second);
    return out;
  }
  if (!row.checksum || (state_.baseline && version < *state_.baseline)) return out;
  const auto sum = checksum_of(folder_, file->second);
  if (!sum) {
    out.problem = sum.error();
  } else if (*sum != *row.checksum) {
    out.condition = Condition::changed_file;
    out.problem = changed_file(folder_, file->second, row, *sum);
  }
  return out;
}

Entry Surveyor::of_file(const Version& version, const File& file) const {
  Entry out{.version = version.text(), .description = file.name.description, .file = file.file};
  if (state_.baseline && version <= *state_.baseline) {
    out.condition = Condition::below_baseline;
  } else if (target_ && version > *target_) {
    out.condition = Condition::above_target;
  } else if (state_.newest && version < *state_.newest) {
    out.condition = Condition::out_of_order;
    if (settings_.out_of_order != OutOfOrder::apply) out.problem = out_of_order(file, state_);
  }
  return out;
}

Entry Surveyor::of_repeatable(const File& file) const {
  Entry out{.description = file.name.description, .file = file.file};
  const auto row = state_.repeatable.find(file.name.description);
  if (row == state_.repeatable.end()) return out;
  out.applied_at = row->second.applied_at;
  const auto sum = repeatable_checksum(folder_, file, settings_);
  if (!sum) {
    out.problem = sum.error();
  } else if (!row->second.success) {
    out.condition = Condition::failed;
    out.problem = failed(file);
  } else if (row->second.checksum == *sum) {
    out.condition = Condition::applied;
  }
  return out;
}

Entry Surveyor::of_missing(const Row& row) const {
  Entry out{.description = row.description, .condition = Condition::missing_file, .applied_at = row.applied_at};
  if (settings_.on_ahead == OnAhead::fail) out.problem = missing_repeatable(row);
  return out;
}

}  // namespace

core::Expected<Survey> survey(const Files& files, const State& state, const Folder& folder,
                              const PlanSettings& settings) {
  return Surveyor(files, state, folder, settings).make();
}

}  // namespace chandler::migrate::flyway_layout
