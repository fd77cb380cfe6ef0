#include "init/migrate/layout/dbmate/blocks.hpp"

#include <algorithm>
#include <cstdint>
#include <format>
#include <optional>
#include <ranges>
#include <utility>

#include "init/migrate/plan.hpp"
#include "init/migrate/source/lines.hpp"

// Source: github.com/amacneil/dbmate v2, pkg/dbmate/migration.go.
namespace chandler::migrate::dbmate_layout {
namespace {

constexpr std::string_view blanks = " \t\r\f\v";

struct Directive {
  Direction direction = Direction::up;
  bool in_transaction = true;
};

// As parseMigrationOptions: pairs such as transaction:false, the last one counts, others are passed over.
bool runs_in_transaction(std::string_view options) {
  bool out = true;
  while (true) {
    options.remove_prefix(std::min(options.find_first_not_of(blanks), options.size()));
    if (options.empty()) return out;
    const std::string_view pair = options.substr(0, options.find_first_of(blanks));
    options.remove_prefix(pair.size());
    if (pair.starts_with("transaction:") && std::ranges::count(pair, ':') == 1) out = pair != "transaction:false";
  }
}

// ^--\s*migrate:up(\s*$|\s+\S+)
std::optional<Directive> directive_of(std::string_view line) {
  if (!line.starts_with("--")) return std::nullopt;
  line.remove_prefix(2);
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  Directive out;
  if (line.starts_with("migrate:up")) {
    line.remove_prefix(10);
  } else if (line.starts_with("migrate:down")) {
    out.direction = Direction::down;
    line.remove_prefix(12);
  } else {
    return std::nullopt;
  }
  if (!line.empty() && !blanks.contains(line.front())) return std::nullopt;
  out.in_transaction = runs_in_transaction(line);
  return out;
}

core::Error refused(const std::string& file, std::size_t line, std::string why, std::string hint) {
  return {.code = "migrate.directive",
          .message = std::move(why),
          .where = std::format("{}:{}", file, line),
          .hint = std::move(hint)};
}

// Errors: nothing but comments may stand before, up comes once and before down, down comes once.
core::Expected<void> begin(Blocks& out, const Directive& directive, const Line& line, const std::string& file) {
  const bool up = directive.direction == Direction::up;
  if (up && out.up.there) {
    return std::unexpected(refused(file, line.number, "\"-- migrate:up\" stands there twice",
                                   "dbmate fails at the second one, whose version is in its history by then: make it a "
                                   "file of its own"));
  }
  if (!up && !out.up.there) {
    return std::unexpected(
        refused(file, line.number, "\"-- migrate:down\" comes before \"-- migrate:up\"", "dbmate wants up first"));
  }
  if (!up && out.down.there) {
    return std::unexpected(
        refused(file, line.number, "\"-- migrate:down\" stands there twice", "Put both into one block"));
  }
  if (!up) out.up.range.end = line.begin;
  (up ? out.up : out.down) = {
      .range = {line.begin, line.begin}, .there = true, .in_transaction = directive.in_transaction};
  return {};
}

}  // namespace

bool begins_up(std::string_view line) {
  const auto directive = directive_of(line);
  return directive && directive->direction == Direction::up;
}

core::Expected<Blocks> read_blocks(const Folder& folder, std::string_view text, const std::string& file) {
  Blocks out;
  Lines lines(folder, text);
  while (const auto line = lines.next()) {
    if (const auto directive = directive_of(line->text)) {
      if (auto begun = begin(out, *directive, *line, file); !begun) return std::unexpected(begun.error());
      continue;
    }
    const std::string_view words = without_blanks(line->text);
    if (out.up.there || words.empty() || words.starts_with("--")) continue;
    return std::unexpected(refused(file, line->number, "there is something before \"-- migrate:up\"",
                                   "dbmate allows only comments there: move it below"));
  }
  if (!out.up.there) {
    return std::unexpected(refused(file, 1, "there is no \"-- migrate:up\"", "dbmate wants every file to have one"));
  }
  (out.down.there ? out.down : out.up).range.end = text.size();
  return out;
}

}  // namespace chandler::migrate::dbmate_layout
