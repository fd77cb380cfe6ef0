#include "init/migrate/layout/golang_migrate/files.hpp"

#include <charconv>
#include <format>
#include <utility>

namespace chandler::migrate::golang_migrate_layout {
namespace {

core::Error problem(std::string code, std::string message, std::string where, std::string hint) {
  return {.code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)};
}

}  // namespace

// ^([0-9]+)_(.*)\.(down|up)\.(.*)$, whose (.*) takes as much as it can: the last ".up." or ".down." counts.
std::optional<FileName> parse_file_name(std::string_view file) {
  FileName out;
  const auto [rest, error] = std::from_chars(file.data(), file.data() + file.size(), out.version);
  if (error != std::errc() || rest == file.data()) return std::nullopt;
  const std::string_view name = file.substr(static_cast<std::size_t>(rest - file.data()));
  if (!name.starts_with('_') || name.contains('/')) return std::nullopt;
  const std::size_t up = name.rfind(".up.");
  const std::size_t down = name.rfind(".down.");
  if (up == std::string_view::npos && down == std::string_view::npos) return std::nullopt;
  const bool leads_up = down == std::string_view::npos || (up != std::string_view::npos && up > down);
  out.direction = leads_up ? Direction::up : Direction::down;
  out.description = name.substr(1, (leads_up ? up : down) - 1);
  return out;
}

std::optional<Version> Files::before(Version version) const {
  const auto at = up.lower_bound(version);
  if (at == up.begin()) return std::nullopt;
  return std::prev(at)->first;
}

core::Expected<Files> sort_files(const Folder& folder) {
  Files out;
  for (const std::string& file : folder.files()) {
    auto parsed = parse_file_name(file);
    if (!parsed) continue;
    auto& files = parsed->direction == Direction::up ? out.up : out.down;
    const auto [other, added] = files.emplace(parsed->version, File{file, std::move(parsed->description)});
    if (added) continue;
    return std::unexpected(
        problem("migrate.duplicate_version",
                std::format("two files have version {}: {} and {}", parsed->version, other->second.file, file), file,
                "Give one of them a version of its own"));
  }
  if (!out.up.empty()) return out;
  return std::unexpected(problem("migrate.no_migrations", "the folder holds down migrations only",
                                 folder.root().string(), "Migrations up are named like 000001_create_menu.up.sql"));
}

core::Expected<Position> read_position(const History& history) {
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

}  // namespace chandler::migrate::golang_migrate_layout
