#include <format>
#include <string>

#include <zlib.h>

#include "init/migrate/layout/golang_migrate/files.hpp"
#include "init/migrate/layout/golang_migrate/history.hpp"
#include "init/migrate/layout/golang_migrate/plan.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "platform/postgres/quote.hpp"

// Source: github.com/golang-migrate/migrate v4, migrate.go, source/parse.go, database/util.go, database/postgres.
namespace chandler::migrate {
namespace {

using platform::postgres::qualified;

using namespace golang_migrate_layout;

std::optional<Version> number(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<Version>(std::stoull(text));
}

class GolangMigrate final : public Layout, public Upkeep {
 public:
  std::string_view name() const override { return "golang-migrate"; }
  std::string_view example() const override { return "000001_create_menu.up.sql"; }
  std::string_view table() const override { return history_table; }
  bool wants_empty_schema() const override { return false; }
  bool owns(std::string_view file) const override { return parse_file_name(file).has_value(); }
  const Upkeep& upkeep() const override { return *this; }

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

  std::string select_history(std::string_view schema, Detail /*detail*/) const override {
    return std::format("SELECT version, dirty FROM {} LIMIT 1", qualified(schema, table()));
  }

  core::Expected<Plan> plan(const Folder& folder, const History& history, const PlanSettings& settings) const override {
    auto plan = with_files(folder, history, [&](const Files& files, const Position& position) {
      return plan_up(files, position, settings);
    });
    if (!plan) return plan;
    for (const std::string& file : folder.files()) {
      if (file.ends_with(".sql") && !owns(file))
        plan->notes.push_back(file + " is not named like a migration and is not run");
    }
    return plan;
  }

  core::Expected<SourceText> text(const Step& step, const Folder& folder,
                                  const PlanSettings& /*settings*/) const override {
    const auto bytes = folder.view(step.file);
    if (!bytes) return std::unexpected(bytes.error());
    return SourceText{.from_file = *bytes};
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

  core::Expected<Survey> survey(const Folder& folder, const History& history,
                                const PlanSettings& settings) const override {
    return with_files(folder, history, [&](const Files& files, const Position& position) {
      return golang_migrate_layout::survey(files, position, settings);
    });
  }

  core::Expected<Plan> plan_down(const Folder& folder, const History& history,
                                 const PlanSettings& settings) const override {
    return with_files(folder, history, [&](const Files& files, const Position& position) {
      return golang_migrate_layout::plan_down(files, position, settings);
    });
  }

  // `migrate force`, with the version worked out.
  core::Expected<std::vector<Repair>> repair(const Folder& folder, const History& history, const PlanSettings& settings,
                                             Interrupted interrupted) const override {
    return with_files(folder, history, [&](const Files& files, const Position& position) {
      std::vector<Repair> out;
      if (!position.dirty) return core::Expected<std::vector<Repair>>(out);
      auto version = position.version;
      if (version && interrupted == Interrupted::not_applied) version = files.before(*version);
      out.push_back({.what = std::format("took the dirty mark away: the database is at version {}",
                                         version ? std::to_string(*version) : "none"),
                     .sql = set_version(settings.facts.schema, version, false)});
      return core::Expected<std::vector<Repair>>(out);
    });
  }

  core::Expected<Baseline> baseline(const Folder& folder, const History& history, const PlanSettings& settings,
                                    const std::string& version) const override {
    return with_files(folder, history, [&](const Files& files, const Position& position) -> core::Expected<Baseline> {
      const auto wanted = version_of_a_file(files, version, "--baseline");
      if (!wanted) return std::unexpected(wanted.error());
      if (position.version == *wanted && !position.dirty) return Baseline{};
      if (!history.empty()) {
        return std::unexpected(core::Error{
            .code = "migrate.has_history",
            .message = std::format("{} has a version already: {}", table(), history.front().at(0).value_or("")),
            .where = "--baseline",
            .hint = "A baseline is for a database without a history; leave --baseline out"});
      }
      const auto counted = std::distance(files.up.begin(), files.up.upper_bound(*wanted));
      return Baseline{.counted = static_cast<std::size_t>(counted),
                      .sql = set_version(settings.facts.schema, *wanted, false)};
    });
  }

 private:
  // Reads both sides, then decides.
  template <typename Decide>
  static auto with_files(const Folder& folder, const History& history, const Decide& decide)
      -> decltype(decide(Files{}, Position{})) {
    const auto files = sort_files(folder);
    if (!files) return std::unexpected(files.error());
    const auto position = read_position(history);
    if (!position) return std::unexpected(position.error());
    return decide(*files, *position);
  }

  // Up, the row holds the file's version from the file's begin on; down, the version arrived at.
  static std::string set(std::string_view schema, const Step& step, bool dirty) {
    return set_version(schema, number(step.direction == Direction::up ? step.version : step.previous), dirty);
  }
};

}  // namespace

const Layout& golang_migrate() {
  static const GolangMigrate layout;
  return layout;
}

}  // namespace chandler::migrate
