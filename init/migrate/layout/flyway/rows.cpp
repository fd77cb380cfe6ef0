#include "init/migrate/layout/flyway/rows.hpp"

#include <format>
#include <optional>

#include "platform/postgres/quote.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

using platform::postgres::qualified;
using platform::postgres::quote_literal;

// AbbreviationUtils: the column's width, with dots for what is cut off.
std::string abbreviated_end(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : std::format("{}...", std::string_view(text).substr(0, width - 3));
}
std::string abbreviated_start(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : std::format("...{}", std::string_view(text).substr(text.size() - (width - 3)));
}

std::string nullable(const std::string& text) {
  return text.empty() ? "NULL" : quote_literal(text);
}
std::string nullable(std::optional<std::int32_t> value) {
  return value ? std::to_string(*value) : "NULL";
}

std::string table(std::string_view schema) {
  return qualified(schema, history_table);
}

struct NewRow {
  long rank = 0;
  std::string version;
  std::string description;
  std::string type;
  std::string script;
  std::optional<std::int32_t> checksum;
  std::string milliseconds = "0";
  bool success = true;
};

std::string insert(std::string_view schema, const NewRow& row) {
  return std::format(
      "INSERT INTO {} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, "
      "success) "
      "VALUES ({}, {}, {}, {}, {}, {}, CURRENT_USER, {}, {});",
      table(schema), row.rank, nullable(row.version), quote_literal(shortened_description(row.description)),
      quote_literal(row.type), quote_literal(abbreviated_start(row.script, 1000)), nullable(row.checksum),
      row.milliseconds, row.success);
}

}  // namespace

std::string shortened_description(const std::string& description) {
  return abbreviated_end(description, 200);
}

std::string create_table(std::string_view schema) {
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
      table(schema), history_table);
}

std::string insert_row(std::string_view schema, const Step& step, std::string_view milliseconds, bool success) {
  return insert(schema, {.rank = step.rank,
                         .version = step.version,
                         .description = step.description,
                         .type = step.type,
                         .script = step.file,
                         .checksum = step.checksum,
                         .milliseconds = std::string(milliseconds),
                         .success = success});
}

std::string finish_row(std::string_view schema, const Step& step, std::string_view milliseconds) {
  return std::format(
      "UPDATE {} SET description = {}, type = {}, script = {}, checksum = {}, installed_by = CURRENT_USER, "
      "installed_on = now(), "
      "execution_time = {}, success = true WHERE installed_rank = {};",
      table(schema), quote_literal(shortened_description(step.description)), quote_literal(step.type),
      quote_literal(abbreviated_start(step.file, 1000)), nullable(step.checksum), milliseconds, step.rank);
}

// Flyway's default description, in both columns.
std::string insert_baseline(std::string_view schema, const Version& version, long rank) {
  return insert(schema, {.rank = rank,
                         .version = version.text(),
                         .description = "<< Flyway Baseline >>",
                         .type = "BASELINE",
                         .script = "<< Flyway Baseline >>"});
}

std::string insert_deleted(std::string_view schema, const std::optional<Version>& version, const Row& row, long rank) {
  return insert(schema, {.rank = rank,
                         .version = version ? version->text() : "",
                         .description = row.description,
                         .type = "DELETE",
                         .script = row.script,
                         .checksum = row.checksum,
                         .success = row.success});
}

std::string delete_row(std::string_view schema, const Row& row) {
  return std::format("DELETE FROM {} WHERE installed_rank = {} AND NOT success;", table(schema), row.rank);
}

std::string mark_applied(std::string_view schema, const Row& row) {
  return std::format("UPDATE {} SET success = true WHERE installed_rank = {};", table(schema), row.rank);
}

std::string align_row(std::string_view schema, const Row& row, const std::string& description, std::int32_t checksum) {
  return std::format("UPDATE {} SET description = {}, checksum = {} WHERE installed_rank = {};", table(schema),
                     quote_literal(shortened_description(description)), checksum, row.rank);
}

}  // namespace chandler::migrate::flyway_layout
