#include "init/migrate/layout/flyway/plan.hpp"

#include <format>
#include <utility>

#include "init/migrate/layout/flyway/problems.hpp"
#include "init/migrate/layout/flyway/side_file.hpp"
#include "init/migrate/layout/flyway/sums.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

class Planner {
 public:
  Planner(const Files& files, const State& state, const Folder& folder, const PlanSettings& settings)
      : files_(files), state_(state), folder_(folder), settings_(settings) {}

  core::Expected<Plan> make() {
    using Check = core::Expected<void> (Planner::*)();
    for (const Check step : {&Planner::read_target, &Planner::check_applied, &Planner::start_from_baseline,
                             &Planner::add_versioned, &Planner::add_repeatable}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    plan_.from_version = state_.newest ? state_.newest->text() : "";
    plan_.to_version = newest_ ? newest_->text() : plan_.from_version;
    note_others();
    return std::move(plan_);
  }

 private:
  core::Expected<void> read_target();
  core::Expected<void> check_applied();
  core::Expected<void> check_file(const Version& version, const Row& row, const File& file);
  core::Expected<void> check_missing(const Version& version, const Row& row);
  core::Expected<void> start_from_baseline();
  core::Expected<void> add_versioned();
  core::Expected<void> add_repeatable();
  core::Expected<void> add(const File& file, std::optional<std::int32_t> sum, std::string type, const Row* interrupted);
  void note_others();

  const Files& files_;
  const State& state_;
  const Folder& folder_;
  const PlanSettings& settings_;
  std::optional<Version> target_;
  std::optional<Version> baseline_ = state_.baseline;
  std::optional<Version> newest_ = state_.newest;
  long rank_ = state_.last_rank;
  Plan plan_;
};

core::Expected<void> Planner::read_target() {
  if (settings_.target.empty()) return {};
  auto target = parse_target(settings_.target, "--target");
  if (!target) return std::unexpected(target.error());
  target_ = *std::move(target);
  return {};
}

core::Expected<void> Planner::check_applied() {
  for (const auto& [version, row] : state_.versioned) {
    if (row.type == "BASELINE") continue;
    const auto& files = row.type == "SQL_BASELINE" ? files_.baselines : files_.versioned;
    const auto file = files.find(version);
    auto checked = file == files.end() ? check_missing(version, row) : check_file(version, row, file->second);
    if (!checked) return checked;
  }
  if (settings_.on_ahead == OnAhead::allow) return {};
  for (const auto& [description, row] : state_.repeatable) {
    if (row.type == "SQL" && !files_.repeatable.contains(description)) return std::unexpected(missing_repeatable(row));
  }
  return {};
}

core::Expected<void> Planner::check_file(const Version& version, const Row& row, const File& file) {
  if (!row.success) return {};
  ++plan_.applied;
  if (!row.checksum || (state_.baseline && version < *state_.baseline)) return {};
  const auto sum = checksum_of(folder_, file);
  if (!sum) return std::unexpected(sum.error());
  if (*sum != *row.checksum) return std::unexpected(changed_file(folder_, file, row, *sum));
  return {};
}

core::Expected<void> Planner::check_missing(const Version& version, const Row& row) {
  if (baseline_ && version <= *baseline_) return {};
  if (row.type != "SQL") {
    plan_.notes.push_back(
        std::format("version {} was applied as {}, which chandler neither runs nor checks", version.text(), row.type));
    return {};
  }
  if (!row.success) return std::unexpected(failed_without_file(version, row));
  if (!is_ahead(files_, version)) return std::unexpected(missing_file(version, row));
  plan_.ahead = true;
  if (settings_.on_ahead == OnAhead::allow) return {};
  return std::unexpected(ahead(state_, files_, row));
}

// A new database starts from the newest baseline migration instead of all that it sums up.
core::Expected<void> Planner::start_from_baseline() {
  if (!state_.empty) return {};
  const File* chosen = nullptr;
  for (const auto& [version, file] : files_.baselines) {
    if (!target_ || version <= *target_) chosen = &file;
  }
  if (chosen == nullptr) return {};
  const auto sum = checksum_of(folder_, *chosen);
  if (!sum) return std::unexpected(sum.error());
  baseline_ = newest_ = chosen->name.version;
  return add(*chosen, *sum, "SQL_BASELINE", nullptr);
}

core::Expected<void> Planner::add_versioned() {
  for (const auto& [version, file] : files_.versioned) {
    const auto row = state_.versioned.find(version);
    const bool known = row != state_.versioned.end();
    if ((known && row->second.success) || (baseline_ && version <= *baseline_)) continue;
    if (target_ && version > *target_) break;
    if (!known && state_.newest && version < *state_.newest && settings_.out_of_order != OutOfOrder::apply) {
      return std::unexpected(out_of_order(file, state_));
    }
    const auto sum = checksum_of(folder_, file);
    if (!sum) return std::unexpected(sum.error());
    if (auto added = add(file, *sum, "SQL", known ? &row->second : nullptr); !added) return added;
    if (!newest_ || version > *newest_) newest_ = version;
  }
  return {};
}

core::Expected<void> Planner::add_repeatable() {
  for (const auto& [description, file] : files_.repeatable) {
    const auto sum = repeatable_checksum(folder_, file, settings_);
    if (!sum) return std::unexpected(sum.error());
    const auto row = state_.repeatable.find(description);
    const bool known = row != state_.repeatable.end();
    if (known && row->second.success && row->second.checksum == *sum) {
      ++plan_.applied;
      continue;
    }
    const bool interrupted = known && !row->second.success;
    if (auto added = add(file, *sum, "SQL", interrupted ? &row->second : nullptr); !added) return added;
  }
  return {};
}

core::Expected<void> Planner::add(const File& file, std::optional<std::int32_t> sum, std::string type,
                                  const Row* interrupted) {
  const auto side = read_side_file(folder_, file.file);
  if (!side) return std::unexpected(side.error());
  plan_.pending.push_back({.file = file.file,
                           .version = file.name.version ? file.name.version->text() : "",
                           .interrupted = interrupted != nullptr,
                           .description = file.name.description,
                           .type = std::move(type),
                           .checksum = sum,
                           .rank = interrupted != nullptr ? interrupted->rank : ++rank_,
                           .in_transaction = side->execute_in_transaction,
                           .replaces_placeholders = side->placeholder_replacement});
  return {};
}

void Planner::note_others() {
  for (const std::string& file : files_.others) {
    const std::string name = file.substr(file.rfind('/') + 1);
    const bool callback = name.starts_with("before") || name.starts_with("after") || name.starts_with("create");
    plan_.notes.push_back(callback ? std::format("{} looks like a callback of Flyway; chandler runs none", file)
                                   : std::format("{} is not named like a migration and is not run", file));
  }
}

}  // namespace

core::Expected<Plan> make_plan(const Files& files, const State& state, const Folder& folder,
                               const PlanSettings& settings) {
  return Planner(files, state, folder, settings).make();
}

}  // namespace chandler::migrate::flyway_layout
