#include "init/migrate/layout/flyway/placeholders.hpp"

#include <chrono>
#include <format>
#include <optional>

#include "sql/position.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

std::optional<std::string> value_of(std::string_view name, const std::string& file, const PlanSettings& settings) {
  if (const auto given = settings.placeholders.find(std::string(name)); given != settings.placeholders.end()) {
    return given->second;
  }
  if (name == "flyway:database") return settings.facts.database;
  if (name == "flyway:defaultSchema") return settings.facts.schema;
  if (name == "flyway:user") return settings.facts.user;
  if (name == "flyway:table") return "flyway_schema_history";
  if (name == "flyway:filename") return file.substr(file.rfind('/') + 1);
  if (name == "flyway:timestamp") {
    return std::format("{:%F %T}", std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  }
  return std::nullopt;
}

core::Error unknown(std::string_view sql, std::size_t at, std::string_view name, const std::string& file) {
  const sql::Place place = sql::place_of(sql, at);
  return {.code = "migrate.placeholder",
          .message = std::format("no value was given for the placeholder ${{{}}}", name),
          .where = std::format("{}:{}:{}", file, place.line, place.column),
          .hint = std::format(
              "Give --placeholder {0}=VALUE; if it is meant literally, say placeholderReplacement=false in {1}.conf",
              name, file)};
}

}  // namespace

bool has_placeholders(std::string_view text, const Folder& folder) {
  bool dollar = false;  // ended the piece before
  bool found = false;
  folder.sweep(text, [&](std::string_view piece) {
    found |= (dollar && piece.front() == '{') || piece.contains("${");
    dollar = piece.back() == '$';
  });
  return found;
}

core::Expected<SourceText> replace_placeholders(std::string_view sql, const std::string& file,
                                                const PlanSettings& settings) {
  SourceText out;
  std::size_t done = 0;
  for (std::size_t at = sql.find("${"); at != std::string_view::npos; at = sql.find("${", done)) {
    const std::size_t end = sql.find('}', at);
    const std::string_view name = sql.substr(at + 2, end == std::string_view::npos ? 40 : end - at - 2);
    const auto value = end == std::string_view::npos ? std::nullopt : value_of(name, file, settings);
    if (!value) return std::unexpected(unknown(sql, at, name, file));
    out.sql.append(sql.substr(done, at - done));
    out.replacements.push_back({.at = out.sql.size(), .length = value->size(), .original = end + 1 - at});
    out.sql += *value;
    done = end + 1;
  }
  out.sql.append(sql.substr(done));
  return out;
}

}  // namespace chandler::migrate::flyway_layout
