#include "init/migrate/layout/golang_migrate/plan.hpp"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>

namespace chandler::migrate::golang_migrate_layout {
namespace {

core::Error problem(std::string code, std::string message, std::string where, std::string hint) {
  return {.code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)};
}

bool is_ahead(const Files& files, Version current) {
  return current > files.up.rbegin()->first;
}

// The database's version has no file: the files are older (ahead), or not the ones it came from.
core::Error without_file(const Files& files, Version current) {
  if (!is_ahead(files, current)) {
    return problem("migrate.missing_file",
                   std::format("the database is at version {}, which no file has, though {} comes after it", current,
                               files.up.upper_bound(current)->second.file),
                   std::to_string(current), "Bring the file back; the history and the folder went different ways");
  }
  return problem("migrate.ahead",
                 std::format("the database is at version {}, ahead of the newest file, {}", current,
                             files.up.rbegin()->second.file),
                 std::to_string(current),
                 "After a rollback of the application this is expected: allow it with --on-ahead allow "
                 "(chandler.dev/migrate-on-ahead)");
}

bool is_lost(const Files& files, const Position& position) {
  return position.dirty && !(position.version && files.up.contains(*position.version));
}

core::Error lost(const Position& position) {
  return problem("migrate.dirty",
                 std::format("the history is marked dirty at version {}, which no file has",
                             position.version ? std::to_string(*position.version) : "-1"),
                 "schema_migrations",
                 "Look what the last run did and undo it or finish it, then run `chandler migrate repair`");
}

// The history's own version, where no file has it.
std::optional<Entry> entry_without_file(const Files& files, const Position& position, const PlanSettings& settings) {
  if (is_lost(files, position)) {
    return Entry{.version = position.version ? std::to_string(*position.version) : "-1",
                 .condition = Condition::failed,
                 .problem = lost(position)};
  }
  if (!position.version || files.up.contains(*position.version)) return std::nullopt;
  Entry out{.version = std::to_string(*position.version), .condition = Condition::missing_file};
  const bool ahead = is_ahead(files, *position.version);
  if (ahead) out.condition = Condition::ahead;
  if (!ahead || settings.on_ahead == OnAhead::fail) out.problem = without_file(files, *position.version);
  return out;
}

core::Expected<std::optional<Version>> target_of(const Files& files, const PlanSettings& settings) {
  if (settings.target.empty()) return std::nullopt;
  auto target = version_of_a_file(files, settings.target, "--target");
  if (!target) return std::unexpected(target.error());
  return *target;
}

}  // namespace

core::Expected<Version> version_of_a_file(const Files& files, const std::string& text, std::string_view where) {
  Version version = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, version);
  if (error == std::errc() && rest == end && files.up.contains(version)) return version;
  return std::unexpected(
      problem("migrate.bad_target", std::format("no file has the version {}", text), std::string(where),
              std::format("Versions go from {} to {}", files.up.begin()->first, files.up.rbegin()->first)));
}

core::Expected<Plan> plan_up(const Files& files, const Position& position, const PlanSettings& settings) {
  const auto target = target_of(files, settings);
  if (!target) return std::unexpected(target.error());
  if (is_lost(files, position)) return std::unexpected(lost(position));
  Plan plan;
  if (position.version) {
    plan.from_version = plan.to_version = std::to_string(*position.version);
    if (!files.up.contains(*position.version)) {
      plan.ahead = is_ahead(files, *position.version);
      if (!plan.ahead || settings.on_ahead == OnAhead::fail) {
        return std::unexpected(without_file(files, *position.version));
      }
    }
  }
  for (const auto& [version, file] : files.up) {
    const bool interrupted = position.dirty && version == position.version;
    if (position.version && version <= *position.version && !interrupted) {
      ++plan.applied;
      continue;
    }
    if (*target && version > **target) break;
    plan.pending.push_back({.file = file.file,
                            .version = std::to_string(version),
                            .interrupted = interrupted,
                            .description = file.description});
    plan.to_version = plan.pending.back().version;
  }
  return plan;
}

core::Expected<Plan> plan_down(const Files& files, const Position& position, const PlanSettings& settings) {
  if (position.dirty) {
    return std::unexpected(problem("migrate.dirty", "a run that did not end left its mark in the history",
                                   "schema_migrations", "Mend that first: `chandler migrate status` tells which file"));
  }
  std::optional<Version> target;
  if (settings.target != "0" || files.up.contains(0)) {
    const auto version = version_of_a_file(files, settings.target, "--to");
    if (!version) return std::unexpected(version.error());
    target = *version;
  }
  Plan plan;
  if (!position.version) return plan;
  if (!files.up.contains(*position.version)) return std::unexpected(without_file(files, *position.version));
  plan.from_version = plan.to_version = std::to_string(*position.version);
  for (auto version = position.version; version && (!target || *version > *target);) {
    const auto file = files.down.find(*version);
    if (file == files.down.end()) {
      const std::string& up = files.up.at(*version).file;
      return std::unexpected(problem("migrate.no_way_down", std::format("{} has no file that undoes it", up), up,
                                     std::format("Expected a file {}_{}.down.sql beside it", up.substr(0, up.find('_')),
                                                 files.up.at(*version).description)));
    }
    const auto before = files.before(*version);
    plan.pending.push_back({.file = file->second.file,
                            .version = std::to_string(*version),
                            .direction = Direction::down,
                            .previous = before ? std::to_string(*before) : "",
                            .description = file->second.description});
    plan.to_version = plan.pending.back().previous;
    version = before;
  }
  return plan;
}

core::Expected<Survey> survey(const Files& files, const Position& position, const PlanSettings& settings) {
  const auto target = target_of(files, settings);
  if (!target) return std::unexpected(target.error());
  Survey out{.version = position.version ? std::to_string(*position.version) : ""};
  for (const auto& [version, file] : files.up) {
    Entry entry{.version = std::to_string(version),
                .description = file.description,
                .file = file.file,
                .can_go_down = files.down.contains(version)};
    if (position.version && version <= *position.version) entry.condition = Condition::applied;
    if (position.dirty && version == position.version) {
      entry.condition = Condition::failed;
      entry.problem = problem("migrate.dirty", std::format("{} was begun and not ended", file.file), file.file,
                              "`chandler migrate` runs it again where that is safe; else look, undo or finish it, and "
                              "run `chandler migrate repair`");
    } else if (entry.condition == Condition::pending && *target && version > **target) {
      entry.condition = Condition::above_target;
    }
    out.entries.push_back(std::move(entry));
  }
  if (auto entry = entry_without_file(files, position, settings)) {
    const auto done = [](const Entry& each) { return each.condition == Condition::applied; };
    out.entries.insert(std::ranges::find_if_not(out.entries, done), *std::move(entry));
  }
  return out;
}

}  // namespace chandler::migrate::golang_migrate_layout
