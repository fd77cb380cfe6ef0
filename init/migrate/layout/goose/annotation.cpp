#include "init/migrate/layout/goose/annotation.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <format>
#include <utility>

#include "init/migrate/source/lines.hpp"

namespace chandler::migrate::goose_layout {
namespace {

constexpr std::string_view mark = "+goose";

constexpr std::array<std::pair<std::string_view, Annotation>, 7> known{{
    {"Up", Annotation::up},
    {"Down", Annotation::down},
    {"StatementBegin", Annotation::statement_begin},
    {"StatementEnd", Annotation::statement_end},
    {"NO TRANSACTION", Annotation::no_transaction},
    {"ENVSUB ON", Annotation::envsub_on},
    {"ENVSUB OFF", Annotation::envsub_off},
}};

bool same_but_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char one, char other) {
    return std::tolower(static_cast<unsigned char>(one)) == std::tolower(static_cast<unsigned char>(other));
  });
}

std::unexpected<core::Error> refused(std::string_view line, std::string_view why) {
  return std::unexpected(core::Error{
      .code = "migrate.directive",
      .message = std::format("\"{}\" {}", without_blanks(line), why),
      .hint = "goose knows Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF, each on "
              "a line of its own that begins with --"});
}

}  // namespace

// goose's extractAnnotation: every "--" goes, the first "+goose" goes, what is left is the annotation.
core::Expected<std::optional<Annotation>> annotation_of(std::string_view line) {
  if (!line.contains(mark) || !without_blanks(line).starts_with("--")) return std::nullopt;
  if (line.starts_with(' ') || line.starts_with('\t')) return refused(line, "is a directive with blanks before it");
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const bool dashes = line.substr(at).starts_with("--");
    if (!dashes) text += line[at];
    at += dashes ? 2 : 1;
  }
  if (const std::size_t at = text.find(mark); at != std::string::npos) text.erase(at, mark.size());
  if (text.contains(mark)) return refused(line, "holds two directives");
  const auto found =
      std::ranges::find_if(known, [&](const auto& each) { return same_but_case(each.first, without_blanks(text)); });
  if (found == known.end()) return refused(line, "is no directive of goose's");
  return found->second;
}

}  // namespace chandler::migrate::goose_layout
