#include <format>
#include <string>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/flyway/files.hpp"
#include "init/migrate/layout/flyway/history.hpp"
#include "init/migrate/layout/flyway/placeholders.hpp"
#include "init/migrate/layout/flyway/plan.hpp"
#include "init/migrate/layout/flyway/rows.hpp"
#include "init/migrate/layout/flyway/upkeep.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "platform/postgres/quote.hpp"

// Source: github.com/flyway/flyway 11, packages resolver, schemahistory, info and database.postgresql.
namespace chandler::migrate {
namespace {

using platform::postgres::qualified;

using namespace flyway_layout;

// PostgreSQLAdvisoryLockTemplate.LOCK_MAGIC_NUM
constexpr std::int64_t lock_magic = 77431708279161;

// How long the file's own transaction has taken so far.
constexpr std::string_view milliseconds_so_far =
    "(EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000)::int";

class Flyway final : public Layout, public Upkeep {
 public:
  std::string_view name() const override { return "flyway"; }
  std::string_view example() const override { return "V1__create_menu.sql"; }
  std::string_view table() const override { return history_table; }
  bool wants_empty_schema() const override { return true; }
  bool owns(std::string_view file) const override {
    const auto name = parse_file_name(file);
    return name && name->prefix != 'U';
  }
  const Upkeep& upkeep() const override { return *this; }

  std::vector<std::int64_t> locks(const DatabaseFacts& facts) const override {
    return {lock_magic + java_hash(qualified(facts.schema, table()))};
  }

  std::string create_history(std::string_view schema) const override { return create_table(schema); }

  std::string select_history(std::string_view schema, Detail detail) const override {
    return std::format(
        "SELECT installed_rank, version, description, type, script, checksum, success{} FROM {} ORDER BY "
        "installed_rank",
        detail == Detail::status ? ", installed_on::timestamp(0)" : "", qualified(schema, table()));
  }

  core::Expected<Plan> plan(const Folder& folder, const History& history, const PlanSettings& settings) const override {
    return with_files(folder, history, [&](const Files& files, const State& state) {
      return make_plan(files, state, folder, settings);
    });
  }

  core::Expected<SourceText> text(const Step& step, const Folder& folder, const PlanSettings& settings) const override {
    const auto bytes = folder.view(step.file);
    if (!bytes) return std::unexpected(bytes.error());
    if (!step.replaces_placeholders || !has_placeholders(*bytes, folder)) return SourceText{.from_file = *bytes};
    return replace_placeholders(*bytes, step.file, settings);
  }

  std::string applied(std::string_view schema, const Step& step) const override {
    return step.interrupted ? finish_row(schema, step, milliseconds_so_far)
                            : insert_row(schema, step, milliseconds_so_far, true);
  }

  // A row that did not succeed: what Flyway leaves of a failed migration without transaction.
  std::string started(std::string_view schema, const Step& step) const override {
    return step.interrupted ? "" : insert_row(schema, step, "0", false);
  }

  std::string finished(std::string_view schema, const Step& step, std::int64_t milliseconds) const override {
    return finish_row(schema, step, std::to_string(milliseconds));
  }

  std::string repair_hint(std::string_view schema, const Step& step) const override {
    return std::format(
        "Look whether {0} is in effect. If it is: UPDATE {1} SET success = true WHERE installed_rank = {2}. If it is "
        "not: undo "
        "what is left of it and DELETE FROM {1} WHERE installed_rank = {2} (`flyway repair` does the same)",
        step.file, qualified(schema, table()), step.rank);
  }

  core::Expected<Survey> survey(const Folder& folder, const History& history,
                                const PlanSettings& settings) const override {
    return with_files(folder, history, [&](const Files& files, const State& state) {
      return flyway_layout::survey(files, state, folder, settings);
    });
  }

  core::Expected<Plan> plan_down(const Folder& folder, const History& /*history*/,
                                 const PlanSettings& /*settings*/) const override {
    return std::unexpected(
        core::Error{.code = "migrate.no_way_down",
                    .message = "Flyway's layout has no way back: its undo files (U2__name.sql) are recognised and left "
                               "alone, for what they undo cannot be checked",
                    .where = folder.root().string(),
                    .hint = "Write a new migration that takes the change back, or use Flyway's own undo"});
  }

  core::Expected<std::vector<Repair>> repair(const Folder& folder, const History& history, const PlanSettings& settings,
                                             Interrupted interrupted) const override {
    return with_files(folder, history, [&](const Files& files, const State& state) {
      return flyway_layout::repair(files, state, folder, settings, interrupted);
    });
  }

  core::Expected<Baseline> baseline(const Folder& folder, const History& history, const PlanSettings& settings,
                                    const std::string& version) const override {
    return with_files(folder, history, [&](const Files& files, const State& state) {
      return flyway_layout::baseline(files, state, settings, version);
    });
  }

 private:
  // Reads both sides, then decides.
  template <typename Decide>
  static auto with_files(const Folder& folder, const History& history, const Decide& decide)
      -> decltype(decide(Files{}, State{})) {
    const auto files = sort_files(folder);
    if (!files) return std::unexpected(files.error());
    const auto state = read_history(history);
    if (!state) return std::unexpected(state.error());
    return decide(*files, *state);
  }
};

}  // namespace

const Layout& flyway() {
  static const Flyway layout;
  return layout;
}

}  // namespace chandler::migrate
