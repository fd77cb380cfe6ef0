#include "init/migrate/layout/choose.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <ranges>
#include <utility>

namespace chandler::migrate {
namespace {

using Table = std::pair<std::string_view, std::string_view>;

// The tools' own names for their tables.
constexpr std::array<Table, 4> tools{{{"flyway_schema_history", "flyway"},
                                      {"schema_migrations", "golang-migrate"},
                                      {"goose_db_version", "goose"},
                                      {"_sqlx_migrations", "sqlx"}}};

core::Error problem(std::string code, std::string message, const Folder& folder, std::string hint) {
  return {
      .code = std::move(code), .message = std::move(message), .where = folder.root().string(), .hint = std::move(hint)};
}

const std::string* first_owned(const Layout& layout, const Folder& folder) {
  const auto found = std::ranges::find_if(folder.files(), [&](const std::string& file) { return layout.owns(file); });
  return found == folder.files().end() ? nullptr : &*found;
}

std::string expected_names() {
  std::string text;
  for (const Layout* layout : layouts()) {
    text += std::format("{}{} ({})", text.empty() ? "" : " or ", layout->example(), layout->name());
  }
  return text;
}

core::Error no_migrations(const Folder& folder, std::string_view expected) {
  std::string found;
  for (const std::string& file : folder.files() | std::views::take(3)) found += (found.empty() ? "" : ", ") + file;
  return problem("migrate.no_migrations",
                 std::format("no file of the folder is a migration: {} file{}, such as {}", folder.files().size(),
                             folder.files().size() == 1 ? "" : "s", found),
                 folder, std::format("Migrations are named like {}", expected));
}

core::Expected<Choice> named(std::string_view wanted, const Folder& folder) {
  for (const Layout* layout : layouts()) {
    if (layout->name() != wanted) continue;
    if (first_owned(*layout, folder) == nullptr) return std::unexpected(no_migrations(folder, layout->example()));
    return Choice{layout, "asked for by --layout"};
  }
  std::string known = "auto";
  for (const Layout* layout : layouts()) known += std::format(", {}", layout->name());
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "migrate.unknown_layout",
                                     .message = std::format("this version of chandler has no layout \"{}\"", wanted),
                                     .where = "--layout",
                                     .hint = std::format("It has {}", known)});
}

// A history of another tool and none of this one: the folder was taken from elsewhere, or converted.
std::optional<std::string_view> other_tool(const Layout& layout, const HistoryTables& tables) {
  if (tables.has(layout.table())) return std::nullopt;
  for (const auto& [table, tool] : tools) {
    if (tables.has(table)) return tool;
  }
  return std::nullopt;
}

}  // namespace

bool HistoryTables::has(std::string_view table) const {
  return std::ranges::contains(names, table);
}

core::Expected<Choice> choose_layout(std::string_view wanted, const Folder& folder, const HistoryTables& tables) {
  if (wanted != "auto") return named(wanted, folder);
  std::vector<Choice> fitting;
  for (const Layout* layout : layouts()) {
    if (const std::string* file = first_owned(*layout, folder); file != nullptr) {
      fitting.push_back({layout, std::format("the folder holds {}", *file)});
    }
  }
  if (fitting.empty()) return std::unexpected(no_migrations(folder, expected_names()));
  if (fitting.size() > 1) {
    const std::string reasons = std::format("{}, and {}", fitting[0].reason, fitting[1].reason);
    std::erase_if(fitting, [&](const Choice& each) { return !tables.has(each.layout->table()); });
    if (fitting.size() != 1) {
      return std::unexpected(problem("migrate.ambiguous_layout", "two tools' layouts fit: " + reasons, folder,
                                     "Say which one it is with --layout (chandler.dev/migrate-layout)"));
    }
    fitting[0].reason += std::format(" and the database holds {}", fitting[0].layout->table());
  }
  if (const auto tool = other_tool(*fitting[0].layout, tables)) {
    return std::unexpected(
        problem("migrate.other_history",
                std::format("the files are {}'s ({}), but the database's history is {}'s", fitting[0].layout->name(),
                            fitting[0].reason, *tool),
                folder, "If the folder was converted on purpose, say so with --layout (chandler.dev/migrate-layout)"));
  }
  return fitting[0];
}

}  // namespace chandler::migrate
