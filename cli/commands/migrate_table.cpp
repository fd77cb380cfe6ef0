#include "cli/commands/migrate_table.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <vector>

#include <unistd.h>

#include "cli/terminal.hpp"
#include "core/text/utf8.hpp"

namespace chandler::cli {
namespace {

using migrate::Condition;
using migrate::Entry;

constexpr std::size_t columns = 4;
using Row = std::array<std::string, columns>;

std::string_view colour_of(Condition condition, const Colours& colours) {
  switch (condition) {
    case Condition::applied:
    case Condition::baseline:
    case Condition::below_baseline:
      return colours.good;
    case Condition::pending:
    case Condition::above_target:
      return colours.waiting;
    case Condition::out_of_order:
    case Condition::failed:
    case Condition::changed_file:
    case Condition::missing_file:
    case Condition::ahead:
      return colours.bad;
  }
  return {};
}

std::string words_of(Condition condition) {
  std::string words(migrate::id_of(condition));
  std::ranges::replace(words, '_', ' ');
  return words;
}

// Characters, not bytes.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, core::text::starts_character));
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, width_of(text)), ' ');
}

std::string joined(const Row& row, const std::array<std::size_t, columns>& widths, std::string_view colour,
                   const Colours& colours) {
  std::string line;
  for (std::size_t i = 0; i < columns; ++i) {
    const std::string cell = i + 1 < columns ? padded(row.at(i), widths.at(i)) + "  " : row.at(i);
    line += i == 1 ? std::format("{}{}{}", colour, cell, colour.empty() ? "" : colours.off) : cell;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

}  // namespace

Colours Colours::for_standard_output(const platform::Environment& environment) {
  if (!takes_escapes(STDOUT_FILENO, environment)) return {};
  return {.good = "\x1b[32m", .waiting = "\x1b[33m", .bad = "\x1b[31m", .dim = "\x1b[2m", .off = "\x1b[0m"};
}

std::string table_of(const migrate::Status& status, const Colours& colours) {
  const Row heads{"VERSION", "STATE", "APPLIED AT", "FILE"};
  std::vector<Row> rows;
  rows.reserve(status.survey.entries.size());
  for (const Entry& entry : status.survey.entries) {
    rows.push_back({entry.version.empty() ? "repeatable" : entry.version, words_of(entry.condition), entry.applied_at,
                    entry.file.empty() ? entry.description : entry.file});
  }
  std::array<std::size_t, columns> widths{};
  for (std::size_t i = 0; i < columns; ++i) {
    widths.at(i) = heads.at(i).size();
    for (const Row& row : rows) widths.at(i) = std::max(widths.at(i), width_of(row.at(i)));
  }
  std::string out = std::format("{}: at version {}\n", status.layout, migrate::or_none(status.survey.version));
  out += colours.dim;
  out += joined(heads, widths, {}, colours);
  out += colours.off;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += joined(rows[i], widths, colour_of(status.survey.entries[i].condition, colours), colours);
  }
  for (const Entry& entry : status.survey.entries) {
    if (entry.problem)
      out += std::format("{}problem:{} {}\n", colours.bad, colours.off, core::describe(*entry.problem));
  }
  for (const std::string& note : status.survey.notes) out += std::format("note: {}\n", note);
  return out;
}

}  // namespace chandler::cli
