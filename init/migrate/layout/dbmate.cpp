#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <zlib.h>

#include "init/migrate/layout/dbmate/blocks.hpp"
#include "init/migrate/layout/ledger/layout.hpp"
#include "platform/postgres/quote.hpp"

// Source: github.com/amacneil/dbmate v2, pkg/dbmate/db.go, pkg/dbmate/migration.go, pkg/driver/postgres/postgres.go.
namespace chandler::migrate {
namespace {

using platform::postgres::quote_literal;

using namespace dbmate_layout;
using ledger::File;
using ledger::Row;

// What follows a version in a row that marks an unfinished run. dbmate asks for its files' versions only,
// which are digits, so it passes over such a row.
constexpr std::string_view begun = " begun";

// dbmate takes no lock. Ours: "chdl" in the upper half, the table's name in the lower.
constexpr std::int64_t lock_space = 0x6368646CL << 32U;

// ^(\d+).*\.sql$
std::optional<File> parse_name(std::string_view file) {
  const std::size_t end = std::min(file.find_first_not_of("0123456789"), file.size());
  if (end == 0 || !file.ends_with(".sql")) return std::nullopt;
  std::string_view description = file.substr(end, file.size() - end - 4);
  if (description.starts_with('_')) description.remove_prefix(1);
  return File{.version = std::string(file.substr(0, end)),
              .order = std::string(file),
              .file = std::string(file),
              .description = std::string(description),
              .down = std::string(file)};
}

class Dbmate final : public ledger::LedgerLayout {
 public:
  std::string_view tool() const override { return "dbmate"; }
  std::string_view history_table() const override { return "schema_migrations"; }
  std::string_view file_example() const override { return "20250101120000_create_menu.sql"; }
  ledger::Rules rules() const override {
    return {.applies_late = true, .tolerates_missing = true, .tolerates_twins = true};
  }
  bool takes(std::string_view name) const override { return parse_name(name).has_value(); }

  std::vector<std::int64_t> locks(const DatabaseFacts& facts) const override {
    const std::string table = name_of(facts.schema);
    return {lock_space |
            static_cast<std::int64_t>(crc32_z(0, reinterpret_cast<const Bytef*>(table.data()), table.size()))};
  }

  std::string create_history(std::string_view schema) const override {
    return std::format("CREATE TABLE IF NOT EXISTS {} (version varchar PRIMARY KEY);", name_of(schema));
  }

  std::string select_history(std::string_view schema, Detail /*detail*/) const override {
    return std::format("SELECT version FROM {} ORDER BY version", name_of(schema));
  }

  core::Expected<std::vector<File>> files(const Folder& folder) const override {
    std::vector<File> out;
    for (const std::string& file : folder.files()) {
      if (!owns(file)) continue;
      if (auto parsed = parse_name(file)) out.push_back(*std::move(parsed));
    }
    return out;
  }

  std::optional<std::string> version_of(const std::string& text) const override { return text; }

  core::Expected<std::vector<Row>> rows(const History& history) const override {
    std::vector<Row> out;
    std::unordered_map<std::string, std::size_t> known;
    for (const HistoryRow& cells : history) {
      std::string version = cells.at(0).value_or("");
      const bool mark = version.ends_with(begun);
      if (mark) version.resize(version.size() - begun.size());
      const auto [at, added] = known.emplace(version, out.size());
      if (added) out.push_back({.version = version, .order = version});
      (mark ? out[at->second].marked : out[at->second].applied) = true;
    }
    return out;
  }

  core::Expected<void> read_into(Step& step, const Folder& folder) const override {
    const auto blocks = blocks_of(folder, step.file);
    if (!blocks) return std::unexpected(blocks.error());
    const Block& block = step.direction == Direction::up ? blocks->up : blocks->down;
    // Within a transaction unless a statement cannot run in one, which dbmate would only find out.
    if (!block.in_transaction) step.in_transaction = false;
    return {};
  }

  core::Expected<bool> leads_back(const Folder& folder, const File& file) const override {
    const auto blocks = blocks_of(folder, file.file);
    if (!blocks) return std::unexpected(blocks.error());
    return blocks->down.there;
  }

  std::string way_back(const File& /*file*/) const override {
    return "Expected a part that begins with \"-- migrate:down\"; it may be empty";
  }

  core::Expected<SourceText> text(const Step& step, const Folder& folder,
                                  const PlanSettings& /*settings*/) const override {
    const auto view = folder.view(step.file);
    if (!view) return std::unexpected(view.error());
    const auto blocks = read_blocks(folder, *view, step.file);
    if (!blocks) return std::unexpected(blocks.error());
    const sql::Range part = (step.direction == Direction::up ? blocks->up : blocks->down).range;
    SourceText out{.sql = {}, .from_file = part.of(*view), .replacements = {}};
    if (part.begin > 0) out.replacements.push_back({.original = part.begin});
    return out;
  }

  std::string insert(std::string_view schema, const Step& step, std::string_view /*milliseconds*/) const override {
    return std::format("INSERT INTO {} (version) VALUES ({});", name_of(schema), quote_literal(step.version));
  }
  std::string remove(std::string_view schema, const std::string& version) const override {
    return std::format("DELETE FROM {} WHERE version IN ({}, {});", name_of(schema), quote_literal(version),
                       quote_literal(version + std::string(begun)));
  }
  std::string mark(std::string_view schema, const Step& step) const override {
    return insert(schema, {.version = step.version + std::string(begun)}, "0");
  }
  std::string take_mark(std::string_view schema, const std::string& version) const override {
    return std::format("DELETE FROM {} WHERE version = {};", name_of(schema),
                       quote_literal(version + std::string(begun)));
  }
  std::string settle(std::string_view schema, const std::string& version) const override {
    return take_mark(schema, version) + insert(schema, {.version = version}, "0");
  }

 private:
  static core::Expected<Blocks> blocks_of(const Folder& folder, const std::string& file) {
    const auto view = folder.view(file);
    if (!view) return std::unexpected(view.error());
    return read_blocks(folder, *view, file);
  }
};

}  // namespace

const Layout& dbmate() {
  static const Dbmate layout;
  return layout;
}

}  // namespace chandler::migrate
