#include "init/migrate/layout/flyway/plan.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/flyway/placeholders.hpp"
#include "init/migrate/layout/flyway/side_file.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

core::Error problem(std::string code, std::string message, std::string where, std::string hint) {
  return {.code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)};
}

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
  core::Expected<std::int32_t> checksum_of(const File& file);
  core::Expected<std::int32_t> repeatable_checksum(const File& file);
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
  target_ = Version::parse(settings_.target);
  if (target_) return {};
  return std::unexpected(problem("migrate.bad_target", std::format("\"{}\" is not a version", settings_.target),
                                 "--target", "Expected numbers separated by dots, such as 3.1"));
}

core::Expected<void> Planner::check_applied() {
  for (const auto& [version, row] : state_.versioned) {
    if (row.type == "BASELINE") continue;
    const auto& files = row.type == "SQL_BASELINE" ? files_.baselines : files_.versioned;
    const auto file = files.find(version);
    auto checked = file == files.end() ? check_missing(version, row) : check_file(version, row, file->second);
    if (!checked) return checked;
  }
  return {};
}

core::Expected<void> Planner::check_file(const Version& version, const Row& row, const File& file) {
  if (!row.success) return {};
  ++plan_.applied;
  if (!row.checksum || (state_.baseline && version < *state_.baseline)) return {};
  const auto sum = checksum_of(file);
  if (!sum) return std::unexpected(sum.error());
  if (*sum != *row.checksum) {
    return std::unexpected(problem(
        "migrate.changed_file",
        std::format("{} was changed after it was applied: the history holds checksum {}, the file has {}", file.file,
                    *row.checksum, *sum),
        file.file,
        std::format(
            "Restore the file and put the change into a new migration. If it is a comment only: "
            "UPDATE flyway_schema_history SET checksum = {} WHERE installed_rank = {} (`flyway repair` does the same)",
            *sum, row.rank)));
  }
  return {};
}

core::Expected<void> Planner::check_missing(const Version& version, const Row& row) {
  if (baseline_ && version <= *baseline_) return {};
  if (row.type != "SQL") {
    plan_.notes.push_back(
        std::format("version {} was applied as {}, which chandler neither runs nor checks", version.text(), row.type));
    return {};
  }
  if (!row.success) {
    return std::unexpected(
        problem("migrate.dirty", std::format("version {} failed, and its file {} is gone", version.text(), row.script),
                row.script, "Bring the file back, or undo what is left of it and run `flyway repair`"));
  }
  if (files_.versioned.empty() || version > files_.versioned.rbegin()->first) {
    plan_.ahead = true;
    if (settings_.on_ahead == OnAhead::allow) return {};
    return std::unexpected(
        problem("migrate.ahead",
                std::format("the database is at version {}, ahead of the newest file{}", state_.newest->text(),
                            files_.versioned.empty() ? "" : ", " + files_.versioned.rbegin()->second.file),
                row.script,
                "After a rollback of the application this is expected: allow it with --on-ahead allow "
                "(chandler.dev/migrate-on-ahead)"));
  }
  return std::unexpected(
      problem("migrate.missing_file",
              std::format("version {} was applied from {}, which is not in the folder", version.text(), row.script),
              row.script, "Bring the file back; if it is gone for good, `flyway repair` marks it as deleted"));
}

// A new database starts from the newest baseline migration instead of all that it sums up.
core::Expected<void> Planner::start_from_baseline() {
  if (!state_.empty) return {};
  const File* chosen = nullptr;
  for (const auto& [version, file] : files_.baselines) {
    if (!target_ || version <= *target_) chosen = &file;
  }
  if (chosen == nullptr) return {};
  const auto sum = checksum_of(*chosen);
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
    if (!known && state_.newest && version < *state_.newest) {
      return std::unexpected(problem(
          "migrate.out_of_order",
          std::format("{} is not applied, but the later version {} is", file.file, state_.newest->text()), file.file,
          std::format("It came late, from a branch perhaps: give it a version above {}", state_.newest->text())));
    }
    const auto sum = checksum_of(file);
    if (!sum) return std::unexpected(sum.error());
    if (auto added = add(file, *sum, "SQL", known ? &row->second : nullptr); !added) return added;
    newest_ = version;
  }
  return {};
}

core::Expected<void> Planner::add_repeatable() {
  for (const auto& [description, file] : files_.repeatable) {
    const auto sum = repeatable_checksum(file);
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

core::Expected<std::int32_t> Planner::checksum_of(const File& file) {
  const auto bytes = folder_.read(file.file);
  if (!bytes) return std::unexpected(bytes.error());
  return checksum(**bytes);
}

// A repeatable migration runs again when the value of a placeholder changes, too.
core::Expected<std::int32_t> Planner::repeatable_checksum(const File& file) {
  const auto bytes = folder_.read(file.file);
  if (!bytes) return std::unexpected(bytes.error());
  const auto side = read_side_file(folder_, file.file);
  if (!side) return std::unexpected(side.error());
  if (!side->placeholder_replacement) return checksum(**bytes);
  const auto text = replace_placeholders(**bytes, file.file, settings_);
  if (!text) return std::unexpected(text.error());
  return checksum(text->sql);
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
