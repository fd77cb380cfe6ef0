#include "init/migrate/layout/flyway/problems.hpp"

#include <format>
#include <string_view>
#include <utility>

#include "init/migrate/layout/change.hpp"
#include "init/migrate/layout/flyway/checksum.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

core::Error problem(std::string code, std::string message, std::string where, std::string hint) {
  return {.code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)};
}

}  // namespace

core::Error changed_file(const Folder& folder, const File& file, const Row& row, std::int32_t sum) {
  const auto text = folder.view(file.file);
  const std::string harmless =
      text ? harmless_change(*text, [&](std::string_view before) { return checksum(before) == row.checksum; }) : "";
  const std::string accept = std::format(
      "UPDATE flyway_schema_history SET checksum = {} WHERE installed_rank = {} (`chandler migrate repair` and `flyway "
      "repair` do the same)",
      sum, row.rank);
  if (!harmless.empty()) {
    return problem("migrate.changed_file",
                   std::format("{} was changed after it was applied, but {}", file.file, harmless), file.file,
                   "Restore the file, or accept it as it is: " + accept);
  }
  return problem("migrate.changed_file",
                 std::format("{} was changed after it was applied: the history holds checksum {}, the file has {}",
                             file.file, row.checksum.value_or(0), sum),
                 file.file,
                 "Restore the file and put the change into a new migration. If it is a comment only: " + accept);
}

core::Error missing_file(const Version& version, const Row& row) {
  return problem("migrate.missing_file",
                 std::format("version {} was applied from {}, which is not in the folder", version.text(), row.script),
                 row.script,
                 "Bring the file back; if it is gone for good, `chandler migrate repair` marks it as deleted, as "
                 "`flyway repair` does");
}

core::Error missing_repeatable(const Row& row) {
  return problem("migrate.missing_file",
                 std::format("the repeatable migration \"{}\" was applied from {}, which is not in the folder",
                             row.description, row.script),
                 row.script,
                 "Bring the file back; if it is gone for good, `chandler migrate repair` marks it as deleted, as "
                 "`flyway repair` does; after a rollback of the application, allow it with --on-ahead allow");
}

core::Error failed(const File& file) {
  return problem("migrate.dirty", std::format("{} was begun and not ended", file.file), file.file,
                 "`chandler migrate` runs it again where that is safe; else look, undo or finish it, and run "
                 "`chandler migrate repair`");
}

core::Error failed_without_file(const Version& version, const Row& row) {
  return problem("migrate.dirty", std::format("version {} failed, and its file {} is gone", version.text(), row.script),
                 row.script, "Bring the file back, or undo what is left of it and run `chandler migrate repair`");
}

core::Error ahead(const State& state, const Files& files, const Row& row) {
  return problem("migrate.ahead",
                 std::format("the database is at version {}, ahead of the newest file{}", state.newest->text(),
                             files.versioned.empty() ? "" : ", " + files.versioned.rbegin()->second.file),
                 row.script,
                 "After a rollback of the application this is expected: allow it with --on-ahead allow "
                 "(chandler.dev/migrate-on-ahead)");
}

core::Error out_of_order(const File& file, const State& state) {
  return problem("migrate.out_of_order",
                 std::format("{} is not applied, but the later version {} is", file.file, state.newest->text()),
                 file.file,
                 std::format("It came late, from a branch perhaps: give it a version above {}", state.newest->text()));
}

bool is_ahead(const Files& files, const Version& version) {
  return files.versioned.empty() || version > files.versioned.rbegin()->first;
}

core::Expected<Version> parse_target(const std::string& text, std::string_view where) {
  if (auto version = Version::parse(text)) return *std::move(version);
  return std::unexpected(problem("migrate.bad_target", std::format("\"{}\" is not a version", text), std::string(where),
                                 "Expected numbers separated by dots, such as 3.1"));
}

}  // namespace chandler::migrate::flyway_layout
