#include <algorithm>
#include <charconv>
#include <format>
#include <map>
#include <optional>
#include <string>

#include <zlib.h>

#include "init/migrate/layout/layout.hpp"
#include "init/migrate/sql_text.hpp"

// Source: github.com/golang-migrate/migrate v4, source/parse.go, database/util.go, database/postgres.
namespace chandler::migrate {
namespace {

using Version = std::uint64_t;

struct File {
  Version version = 0;
  bool up = false;
};

// ^([0-9]+)_(.*)\.(down|up)\.(.*)$, whose (.*) takes as much as it can: the last ".up." or ".down." counts.
std::optional<File> parse_name(std::string_view file) {
  File out;
  const auto [rest, error] = std::from_chars(file.data(), file.data() + file.size(), out.version);
  if (error != std::errc() || rest == file.data()) return std::nullopt;
  const std::string_view name = file.substr(static_cast<std::size_t>(rest - file.data()));
  if (!name.starts_with('_') || name.contains('/')) return std::nullopt;
  const std::size_t up = name.rfind(".up.");
  const std::size_t down = name.rfind(".down.");
  if (up == std::string_view::npos && down == std::string_view::npos) return std::nullopt;
  out.up = down == std::string_view::npos || (up != std::string_view::npos && up > down);
  return out;
}

core::Error problem(std::string code, std::string message, std::string where, std::string hint) {
  return {.code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)};
}

using Files = std::map<Version, std::string>;

core::Expected<Files> up_files(const Folder& folder) {
  Files out;
  for (const std::string& file : folder.files()) {
    const auto parsed = parse_name(file);
    if (!parsed || !parsed->up) continue;
    const auto [other, added] = out.emplace(parsed->version, file);
    if (added) continue;
    return std::unexpected(
        problem("migrate.duplicate_version",
                std::format("two files have version {}: {} and {}", parsed->version, other->second, file), file,
                "Give one of them a version of its own"));
  }
  return out;
}

struct Position {
  std::optional<Version> version;
  bool dirty = false;
};

core::Expected<Position> position_of(const History& history) {
  if (history.empty()) return Position{};
  const std::string text = history.front().at(0).value_or("");
  Position out{.version = Version{}, .dirty = history.front().at(1) == "t"};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out.version);
  if (error == std::errc() && end == text.data() + text.size()) return out;
  // golang-migrate writes -1 for "before the first migration".
  if (text == "-1") return Position{.version = std::nullopt, .dirty = out.dirty};
  return std::unexpected(problem("migrate.history", std::format("schema_migrations holds the version \"{}\"", text),
                                 "schema_migrations", "Expected a whole number; repair the row by hand"));
}

// The database's version has no file: the files are older (ahead), or not the ones it came from.
core::Expected<bool> check_current(const Files& files, Version current, const PlanSettings& settings) {
  if (files.contains(current)) return false;
  if (!files.empty() && current < files.rbegin()->first) {
    return std::unexpected(
        problem("migrate.missing_file",
                std::format("the database is at version {}, which no file has, though {} comes after it", current,
                            files.upper_bound(current)->second),
                std::to_string(current), "Bring the file back; the history and the folder went different ways"));
  }
  if (settings.on_ahead == OnAhead::allow) return true;
  return std::unexpected(problem(
      "migrate.ahead",
      std::format("the database is at version {}, ahead of the newest file, {}", current, files.rbegin()->second),
      std::to_string(current),
      "After a rollback of the application this is expected: allow it with --on-ahead allow "
      "(chandler.dev/migrate-on-ahead)"));
}

core::Expected<std::optional<Version>> target_of(const Files& files, const PlanSettings& settings) {
  if (settings.target.empty()) return std::nullopt;
  Version target = 0;
  const char* end = settings.target.data() + settings.target.size();
  const auto [rest, error] = std::from_chars(settings.target.data(), end, target);
  if (error == std::errc() && rest == end && files.contains(target)) return target;
  return std::unexpected(
      problem("migrate.bad_target", std::format("no file has the target version {}", settings.target), "--target",
              std::format("Versions go from {} to {}", files.begin()->first, files.rbegin()->first)));
}

class GolangMigrate final : public Layout {
 public:
  std::string_view name() const override { return "golang-migrate"; }
  std::string_view example() const override { return "000001_create_menu.up.sql"; }
  std::string_view table() const override { return "schema_migrations"; }
  bool wants_empty_schema() const override { return false; }
  bool owns(std::string_view file) const override { return parse_name(file).has_value(); }

  // The library names the database as the server does; the command line takes it from the URL's path and
  // keeps the slash. Whoever takes both excludes both.
  std::vector<std::int64_t> locks(const DatabaseFacts& facts) const override {
    const auto id = [&](std::string_view database) {
      std::string text = facts.schema;
      text.append(1, '\0').append(table()).append(1, '\0').append(database);
      const uLong crc = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
      return static_cast<std::int64_t>(static_cast<std::uint32_t>(crc * 1486364155UL));
    };
    return {id(facts.database), id('/' + facts.database)};
  }

  std::string create_history(std::string_view schema) const override {
    return std::format("CREATE TABLE IF NOT EXISTS {} (version bigint not null primary key, dirty boolean not null);",
                       qualified(schema, table()));
  }

  std::string select_history(std::string_view schema) const override {
    return std::format("SELECT version, dirty FROM {} LIMIT 1", qualified(schema, table()));
  }

  core::Expected<Plan> plan(const Folder& folder, const History& history, const PlanSettings& settings) const override {
    const auto files = up_files(folder);
    if (!files) return std::unexpected(files.error());
    if (files->empty()) {
      return std::unexpected(problem("migrate.no_migrations", "the folder holds down migrations only",
                                     folder.root().string(), "Migrations up are named like 000001_create_menu.up.sql"));
    }
    const auto position = position_of(history);
    if (!position) return std::unexpected(position.error());
    const auto target = target_of(*files, settings);
    if (!target) return std::unexpected(target.error());
    Plan plan;
    if (position->dirty && !(position->version && files->contains(*position->version))) {
      return std::unexpected(problem("migrate.dirty", "the history is marked dirty at a version that no file has",
                                     std::string(table()),
                                     "Look what the last run did, then set the version with `migrate force`"));
    }
    if (position->version) {
      plan.from_version = plan.to_version = std::to_string(*position->version);
      const auto ahead = check_current(*files, *position->version, settings);
      if (!ahead) return std::unexpected(ahead.error());
      plan.ahead = *ahead;
    }
    for (const auto& [version, file] : *files) {
      const bool interrupted = position->dirty && version == position->version;
      if (position->version && version <= *position->version && !interrupted) {
        ++plan.applied;
        continue;
      }
      if (*target && version > **target) break;
      plan.pending.push_back({.file = file, .version = std::to_string(version), .interrupted = interrupted});
      plan.to_version = plan.pending.back().version;
    }
    for (const std::string& file : folder.files()) {
      if (file.ends_with(".sql") && !owns(file))
        plan.notes.push_back(file + " is not named like a migration and is not run");
    }
    return plan;
  }

  core::Expected<SourceText> text(const Step& step, const Folder& folder,
                                  const PlanSettings& /*settings*/) const override {
    const auto bytes = folder.read(step.file);
    if (!bytes) return std::unexpected(bytes.error());
    return SourceText{.sql = **bytes};
  }

  std::string applied(std::string_view schema, const Step& step) const override { return set(schema, step, false); }
  std::string started(std::string_view schema, const Step& step) const override { return set(schema, step, true); }
  std::string finished(std::string_view schema, const Step& step, std::int64_t /*milliseconds*/) const override {
    return set(schema, step, false);
  }

  std::string repair_hint(std::string_view schema, const Step& step) const override {
    return std::format(
        "Look whether {0} is in effect. If it is: UPDATE {1} SET dirty = false. If it is not: undo what is left of it "
        "and set version to the one before it, with dirty = false (`migrate force` does the same)",
        step.file, qualified(schema, table()));
  }

 private:
  // The table holds one row. Both statements are sent as one text, hence in one transaction.
  std::string set(std::string_view schema, const Step& step, bool dirty) const {
    return std::format("DELETE FROM {0};INSERT INTO {0} (version, dirty) VALUES ({1}, {2});",
                       qualified(schema, table()), step.version, dirty);
  }
};

}  // namespace

const Layout& golang_migrate() {
  static const GolangMigrate layout;
  return layout;
}

}  // namespace chandler::migrate
