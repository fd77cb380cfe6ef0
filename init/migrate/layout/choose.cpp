#include "init/migrate/layout/choose.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <ranges>
#include <utility>

#include "core/text/counted.hpp"
#include "init/migrate/layout/evidence.hpp"

namespace chandler::migrate {
namespace {

core::Error problem(std::string code, std::string message, const Folder& folder, std::string hint) {
  return {
      .code = std::move(code), .message = std::move(message), .where = folder.root().string(), .hint = std::move(hint)};
}

bool owns_any(const Layout& layout, const Folder& folder) {
  return std::ranges::any_of(folder.files(), [&](const std::string& file) { return layout.owns(file); });
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
                 std::format("no file of the folder is a migration: {}, such as {}",
                             core::text::counted(folder.files().size(), "file"), found),
                 folder, std::format("Migrations are named like {}", expected));
}

// The tool's own history, not one that only has its name.
bool has_history(const HistoryTables& tables, const Layout& layout) {
  if (!tables.has(layout.table())) return false;
  return layout.table() != golang_migrate().table() || tables.has_dirty_column == (&layout == &golang_migrate());
}

const Layout* owner_of_history(const HistoryTables& tables) {
  const auto found = std::ranges::find_if(layouts(), [&](const Layout* each) { return has_history(tables, *each); });
  return found == layouts().end() ? nullptr : *found;
}

core::Expected<Choice> named(std::string_view wanted, const Folder& folder, const HistoryTables& tables) {
  for (const Layout* layout : layouts()) {
    if (layout->name() != wanted) continue;
    if (!owns_any(*layout, folder)) return std::unexpected(no_migrations(folder, layout->example()));
    if (!tables.has(layout->table()) || has_history(tables, *layout)) return Choice{layout, "asked for by --layout"};
    const Layout& other = layout == &dbmate() ? golang_migrate() : dbmate();
    return std::unexpected(
        problem("migrate.other_history",
                std::format("the layout is {}, but the table {} has the columns of {}'s", wanted, layout->table(),
                            other.name()),
                folder,
                std::format("Say --layout {} (chandler.dev/migrate-layout), or check that this is the right database",
                            other.name())));
  }
  std::string known = "auto";
  for (const Layout* layout : layouts()) known += std::format(", {}", layout->name());
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "migrate.unknown_layout",
                                     .message = std::format("there is no layout \"{}\"", wanted),
                                     .where = "--layout",
                                     .hint = std::format("There are {}", known)});
}

// Files with .up. and .down. in their names are golang-migrate's unless something in them says sqlx: the
// history may still know better.
const Layout* shares_names(const Layout& layout) {
  return &layout == &golang_migrate() ? &sqlx() : nullptr;
}

core::Expected<Choice> decide_by_history(const std::vector<Evidence>& evidence, const Folder& folder,
                                         const HistoryTables& tables) {
  std::optional<Choice> out;
  for (const Evidence& each : evidence) {
    if (!has_history(tables, *each.layout)) continue;
    if (out) {
      out.reset();
      break;
    }
    out = Choice{each.layout, std::format("{} and the database holds {}", each.reason, each.layout->table())};
  }
  if (out) return *out;
  return std::unexpected(
      problem("migrate.ambiguous_layout",
              std::format("two tools' layouts fit: {} ({}), and {} ({})", evidence[0].reason,
                          evidence[0].layout->name(), evidence[1].reason, evidence[1].layout->name()),
              folder, "Say which one it is with --layout (chandler.dev/migrate-layout)"));
}

}  // namespace

bool HistoryTables::has(std::string_view table) const {
  return std::ranges::contains(names, table);
}

core::Expected<Choice> choose_layout(std::string_view wanted, const Folder& folder, const HistoryTables& tables) {
  if (wanted != "auto") return named(wanted, folder, tables);
  const auto evidence = find_evidence(folder);
  if (!evidence) return std::unexpected(evidence.error());
  if (evidence->empty()) return std::unexpected(no_migrations(folder, expected_names()));
  if (evidence->size() > 1) return decide_by_history(*evidence, folder, tables);
  const auto& [layout, reason] = evidence->front();
  const Layout* owner = owner_of_history(tables);
  if (owner == nullptr || has_history(tables, *layout)) return Choice{layout, reason};
  if (shares_names(*layout) == owner) {
    return Choice{owner, std::format("{} and the database holds {}", reason, owner->table())};
  }
  return std::unexpected(problem(
      "migrate.other_history",
      std::format("the files are {}'s ({}), but the database's history is {}'s", layout->name(), reason, owner->name()),
      folder, "If the folder was converted on purpose, say so with --layout (chandler.dev/migrate-layout)"));
}

}  // namespace chandler::migrate
