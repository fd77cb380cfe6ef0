#include "init/migrate/layout/flyway/side_file.hpp"

#include <algorithm>
#include <format>
#include <ranges>
#include <string_view>

namespace chandler::migrate::flyway_layout {
namespace {

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view blanks = " \t\r\f";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// "" when the line is understood, else what was expected.
std::string apply(SideFile& out, std::string_view key, std::string_view value) {
  const bool yes = value == "true";
  const bool is_bool = yes || value == "false";
  if (key == "encoding") return value == "UTF-8" || value == "utf-8" ? "" : "UTF-8, the only encoding chandler reads";
  if (key == "shouldExecute") return yes ? "" : "true: chandler does not evaluate conditions";
  if (key != "executeInTransaction" && key != "placeholderReplacement") {
    return "one of executeInTransaction, placeholderReplacement, encoding, shouldExecute";
  }
  if (!is_bool) return "true or false";
  if (key == "executeInTransaction") out.execute_in_transaction = yes;
  if (key == "placeholderReplacement") out.placeholder_replacement = yes;
  return "";
}

}  // namespace

core::Expected<SideFile> read_side_file(const Folder& folder, const std::string& file) {
  SideFile out;
  const std::string name = file + ".conf";
  if (!std::ranges::binary_search(folder.files(), name)) return out;
  const auto text = folder.read(name);
  if (!text) return std::unexpected(text.error());
  std::size_t number = 0;
  for (const auto range : std::views::split(**text, '\n')) {
    ++number;
    const std::string_view line = trimmed({range.begin(), range.end()});
    if (line.empty() || line.front() == '#' || line.front() == '!') continue;
    const std::size_t equals = line.find('=');
    const std::string_view key = trimmed(line.substr(0, equals));
    const std::string_view value = equals == std::string_view::npos ? "" : trimmed(line.substr(equals + 1));
    const std::string expected = apply(out, key, value);
    if (expected.empty()) continue;
    return std::unexpected(core::Error{.code = "migrate.side_file",
                                       .message = std::format("cannot honour \"{}\": expected {}", line, expected),
                                       .where = std::format("{}:{}", name, number),
                                       .hint = "Remove or correct the line"});
  }
  return out;
}

}  // namespace chandler::migrate::flyway_layout
