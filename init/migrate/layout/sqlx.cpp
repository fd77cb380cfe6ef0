#include <algorithm>
#include <format>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <zlib.h>

#include "init/migrate/layout/change.hpp"
#include "init/migrate/layout/ledger/layout.hpp"
#include "init/migrate/layout/ledger/number.hpp"
#include "init/migrate/layout/sqlx/digest.hpp"
#include "platform/postgres/quote.hpp"

// Source: github.com/launchbadge/sqlx 0.8, sqlx-core/src/migrate, sqlx-postgres/src/migrate.rs, sqlx-cli.
namespace chandler::migrate {
namespace {

using platform::postgres::quote_literal;

using namespace sqlx_layout;
using ledger::File;
using ledger::number;
using ledger::Row;

constexpr std::string_view no_transaction = "-- no-transaction";

// generate_lock_id in sqlx-postgres: its library takes it, its command line takes none.
constexpr std::int64_t lock_factor = 0x3D32AD9E;

// Negative versions sort first, as numbers do.
std::string order_of(std::int64_t version) {
  return std::format("{:020}", static_cast<std::uint64_t>(version) ^ (1ULL << 63U));
}

struct FileName {
  std::int64_t version = 0;
  std::string description;
  Direction direction = Direction::up;
};

// <version>_<description>.sql, or .up.sql and .down.sql
std::optional<FileName> parse_name(std::string_view file) {
  const std::size_t end = file.find('_');
  if (end == std::string_view::npos || !file.ends_with(".sql")) return std::nullopt;
  const auto version = number(file.substr(0, end));
  if (!version) return std::nullopt;
  std::string_view rest = file.substr(end + 1);
  std::string_view suffix = ".sql";
  FileName out{.version = *version};
  if (rest.ends_with(".up.sql")) suffix = ".up.sql";
  if (rest.ends_with(".down.sql")) {
    suffix = ".down.sql";
    out.direction = Direction::down;
  }
  while (rest.ends_with(suffix)) rest.remove_suffix(suffix.size());
  out.description = rest;
  std::ranges::replace(out.description, '_', ' ');
  return out;
}

class Sqlx final : public ledger::LedgerLayout {
 public:
  std::string_view tool() const override { return "sqlx"; }
  std::string_view history_table() const override { return "_sqlx_migrations"; }
  std::string_view file_example() const override { return "20250101120000_create_menu.sql"; }
  ledger::Rules rules() const override { return {.applies_late = true}; }
  bool takes(std::string_view name) const override { return parse_name(name).has_value(); }

  std::vector<std::int64_t> locks(const DatabaseFacts& facts) const override {
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(facts.database.data()), facts.database.size());
    return {lock_factor * static_cast<std::int64_t>(crc)};
  }

  std::string create_history(std::string_view schema) const override {
    return std::format(
        "CREATE TABLE IF NOT EXISTS {} (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on "
        "TIMESTAMPTZ "
        "NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL);",
        name_of(schema));
  }

  std::string select_history(std::string_view schema, Detail detail) const override {
    return std::format("SELECT version, success, pg_catalog.encode(checksum, 'hex'){} FROM {} ORDER BY version",
                       detail == Detail::status ? ", installed_on::timestamptz(0)" : "", name_of(schema));
  }

  core::Expected<std::vector<File>> files(const Folder& folder) const override {
    std::vector<File> out;
    std::map<std::int64_t, std::string> down;
    for (const std::string& file : folder.files()) {
      if (!owns(file)) continue;
      const FileName name = parse_name(file).value_or(FileName{});
      if (name.direction == Direction::up) {
        out.push_back({.version = std::to_string(name.version),
                       .order = order_of(name.version),
                       .file = file,
                       .description = name.description});
        continue;
      }
      const auto [other, added] = down.emplace(name.version, file);
      if (added) continue;
      return std::unexpected(core::Error{
          .code = "migrate.duplicate_version",
          .message = std::format("two files lead back from version {}: {} and {}", name.version, other->second, file),
          .where = file,
          .hint = "Give one of them a version of its own"});
    }
    for (File& file : out) {
      const auto back = down.find(number(file.version).value_or(0));
      if (back != down.end()) file.down = back->second;
    }
    return out;
  }

  std::optional<std::string> version_of(const std::string& text) const override { return ledger::number_text(text); }

  core::Expected<std::vector<Row>> rows(const History& history) const override {
    std::vector<Row> out;
    for (const HistoryRow& cells : history) {
      const auto version = number(cells.at(0).value_or(""));
      const bool success = cells.at(1) == "t";
      out.push_back({.version = cells[0].value_or(""),
                     .order = order_of(version.value_or(0)),
                     .applied = success,
                     .marked = !success,
                     .checksum = cells.at(2).value_or(""),
                     .applied_at = cells.size() > 3 ? cells[3].value_or("") : ""});
    }
    return out;
  }

  core::Expected<std::string> checksum(const Folder& folder, const std::string& file) const override {
    return digest_of(folder, file);
  }

  core::Expected<std::string> harmless_change(const Folder& folder, const File& file, const Row& row) const override {
    const auto view = folder.view(file.file);
    if (!view) return std::unexpected(view.error());
    return migrate::harmless_change(*view, [&](std::string_view text) { return digest(text) == row.checksum; });
  }

  core::Expected<void> read_into(Step& step, const Folder& folder) const override {
    const auto view = folder.view(step.file);
    if (!view) return std::unexpected(view.error());
    // Within a transaction unless a statement cannot run in one, which sqlx would only find out.
    if (view->starts_with(no_transaction)) step.in_transaction = false;
    return {};
  }

  core::Expected<bool> leads_back(const Folder& /*folder*/, const File& file) const override {
    return !file.down.empty();
  }

  std::string way_back(const File& file) const override {
    const std::size_t end = file.file.find('_');
    return std::format("Expected a file {}_NAME.down.sql beside it, and {}_NAME.up.sql for its own name",
                       file.file.substr(0, end), file.file.substr(0, end));
  }

  core::Expected<SourceText> text(const Step& step, const Folder& folder,
                                  const PlanSettings& /*settings*/) const override {
    const auto view = folder.view(step.file);
    if (!view) return std::unexpected(view.error());
    return SourceText{.sql = {}, .from_file = *view, .replacements = {}};
  }

  // sqlx counts nanoseconds.
  std::string insert(std::string_view schema, const Step& step, std::string_view milliseconds) const override {
    return row(schema, step, true, std::format("(({}) * 1000000)::bigint", milliseconds));
  }
  std::string remove(std::string_view schema, const std::string& version) const override {
    return std::format("DELETE FROM {} WHERE version = {};", name_of(schema), version);
  }
  // What sqlx takes for a migration that failed, and stops at. A way back begins at a row that is there.
  std::string mark(std::string_view schema, const Step& step) const override {
    if (step.direction == Direction::up) return row(schema, step, false, "-1");
    return std::format("UPDATE {} SET success = false WHERE version = {};", name_of(schema), step.version);
  }
  std::string take_mark(std::string_view schema, const std::string& version) const override {
    return settle(schema, version);
  }
  std::string settle(std::string_view schema, const std::string& version) const override {
    return std::format("UPDATE {} SET success = true WHERE version = {};", name_of(schema), version);
  }
  std::string set_checksum(std::string_view schema, const std::string& version,
                           const std::string& checksum) const override {
    return std::format("UPDATE {} SET checksum = pg_catalog.decode({}, 'hex') WHERE version = {};", name_of(schema),
                       quote_literal(checksum), version);
  }

 private:
  std::string row(std::string_view schema, const Step& step, bool success, std::string_view nanoseconds) const {
    return std::format(
        "INSERT INTO {} (version, description, success, checksum, execution_time) VALUES ({}, {}, {}, "
        "pg_catalog.decode({}, 'hex'), {});",
        name_of(schema), step.version, quote_literal(step.description), success, quote_literal(step.digest),
        nanoseconds);
  }
};

}  // namespace

const Layout& sqlx() {
  static const Sqlx layout;
  return layout;
}

}  // namespace chandler::migrate
