#include <format>
#include <string>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/flyway/files.hpp"
#include "init/migrate/layout/flyway/history.hpp"
#include "init/migrate/layout/flyway/placeholders.hpp"
#include "init/migrate/layout/flyway/plan.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/sql_text.hpp"

// Source: github.com/flyway/flyway 11, packages resolver, schemahistory, info and database.postgresql.
namespace chandler::migrate {
namespace {

using namespace flyway_layout;

// PostgreSQLAdvisoryLockTemplate.LOCK_MAGIC_NUM
constexpr std::int64_t lock_magic = 77431708279161;

// AbbreviationUtils: the column's width, with dots for what is cut off.
std::string abbreviated_end(std::string text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 3) + "...";
}
std::string abbreviated_start(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : "..." + text.substr(text.size() - (width - 3));
}

std::string nullable(const std::string& text) {
  return text.empty() ? "NULL" : quote_literal(text);
}
std::string nullable(std::optional<std::int32_t> value) {
  return value ? std::to_string(*value) : "NULL";
}

// How long the file's own transaction has taken so far.
constexpr std::string_view milliseconds_so_far =
    "(EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000)::int";

class Flyway final : public Layout {
 public:
  std::string_view name() const override { return "flyway"; }
  std::string_view example() const override { return "V1__create_menu.sql"; }
  std::string_view table() const override { return "flyway_schema_history"; }
  bool wants_empty_schema() const override { return true; }
  bool owns(std::string_view file) const override {
    const auto name = parse_file_name(file);
    return name && name->prefix != 'U';
  }

  std::vector<std::int64_t> locks(const DatabaseFacts& facts) const override {
    return {lock_magic + java_hash(qualified(facts.schema, table()))};
  }

  std::string create_history(std::string_view schema) const override {
    return std::format(
        "CREATE TABLE IF NOT EXISTS {0} (\n"
        "  installed_rank INT NOT NULL,\n"
        "  version VARCHAR(50),\n"
        "  description VARCHAR(200) NOT NULL,\n"
        "  type VARCHAR(20) NOT NULL,\n"
        "  script VARCHAR(1000) NOT NULL,\n"
        "  checksum INTEGER,\n"
        "  installed_by VARCHAR(100) NOT NULL,\n"
        "  installed_on TIMESTAMP NOT NULL DEFAULT now(),\n"
        "  execution_time INTEGER NOT NULL,\n"
        "  success BOOLEAN NOT NULL,\n"
        "  CONSTRAINT {1}_pk PRIMARY KEY (installed_rank));\n"
        "CREATE INDEX IF NOT EXISTS {1}_s_idx ON {0} (success);",
        qualified(schema, table()), table());
  }

  std::string select_history(std::string_view schema) const override {
    return std::format(
        "SELECT installed_rank, version, description, type, script, checksum, success FROM {} ORDER BY installed_rank",
        qualified(schema, table()));
  }

  core::Expected<Plan> plan(const Folder& folder, const History& history, const PlanSettings& settings) const override {
    const auto files = sort_files(folder);
    if (!files) return std::unexpected(files.error());
    const auto state = read_history(history);
    if (!state) return std::unexpected(state.error());
    return make_plan(*files, *state, folder, settings);
  }

  core::Expected<SourceText> text(const Step& step, const Folder& folder, const PlanSettings& settings) const override {
    const auto bytes = folder.read(step.file);
    if (!bytes) return std::unexpected(bytes.error());
    if (!step.replaces_placeholders) return SourceText{.sql = **bytes};
    return replace_placeholders(**bytes, step.file, settings);
  }

  std::string applied(std::string_view schema, const Step& step) const override {
    return step.interrupted ? update(schema, step, milliseconds_so_far)
                            : insert(schema, step, milliseconds_so_far, true);
  }

  // A row that did not succeed: what Flyway leaves of a failed migration without transaction.
  std::string started(std::string_view schema, const Step& step) const override {
    return step.interrupted ? "" : insert(schema, step, "0", false);
  }

  std::string finished(std::string_view schema, const Step& step, std::int64_t milliseconds) const override {
    return update(schema, step, std::to_string(milliseconds));
  }

  std::string repair_hint(std::string_view schema, const Step& step) const override {
    return std::format(
        "Look whether {0} is in effect. If it is: UPDATE {1} SET success = true WHERE installed_rank = {2}. If it is "
        "not: undo "
        "what is left of it and DELETE FROM {1} WHERE installed_rank = {2} (`flyway repair` does the same)",
        step.file, qualified(schema, table()), step.rank);
  }

 private:
  std::string insert(std::string_view schema, const Step& step, std::string_view milliseconds, bool success) const {
    return std::format(
        "INSERT INTO {} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, "
        "success) "
        "VALUES ({}, {}, {}, {}, {}, {}, CURRENT_USER, {}, {});",
        qualified(schema, table()), step.rank, nullable(step.version),
        quote_literal(abbreviated_end(step.description, 200)), quote_literal(step.type),
        quote_literal(abbreviated_start(step.file, 1000)), nullable(step.checksum), milliseconds, success);
  }

  std::string update(std::string_view schema, const Step& step, std::string_view milliseconds) const {
    return std::format(
        "UPDATE {} SET description = {}, type = {}, script = {}, checksum = {}, installed_by = CURRENT_USER, "
        "installed_on = now(), "
        "execution_time = {}, success = true WHERE installed_rank = {};",
        qualified(schema, table()), quote_literal(abbreviated_end(step.description, 200)), quote_literal(step.type),
        quote_literal(abbreviated_start(step.file, 1000)), nullable(step.checksum), milliseconds, step.rank);
  }
};

}  // namespace

const Layout& flyway() {
  static const Flyway layout;
  return layout;
}

}  // namespace chandler::migrate
