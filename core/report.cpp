#include "core/report.hpp"

#include <array>
#include <format>

#include <nlohmann/json.hpp>

#include "core/text/utf8.hpp"

namespace chandler::core {
namespace {

using nlohmann::ordered_json;

ordered_json error_json(const Error& error) {
  ordered_json out{{"code", error.code}, {"message", error.message}};
  if (!error.where.empty()) out["where"] = error.where;
  if (!error.sqlstate.empty()) out["sqlstate"] = error.sqlstate;
  if (!error.hint.empty()) out["hint"] = error.hint;
  return out;
}

// File names and values come from outside and need not be UTF-8.
std::string dump(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// Cuts at a character's border and marks the cut.
std::string shortened(std::string text, std::size_t bytes) {
  static constexpr std::string_view ellipsis = "…";
  if (text.size() <= bytes) return text;
  std::size_t end = bytes > ellipsis.size() ? bytes - ellipsis.size() : 0;
  while (end > 0 && !text::starts_character(text[end])) --end;
  text.resize(end);
  return text += ellipsis;
}

}  // namespace

ordered_json full_object(const Report& report, const ordered_json& details) {
  ordered_json out{
      {"tool", report.tool},
      {"outcome", name_of(report.outcome)},
      {"started", std::format("{:%FT%TZ}", std::chrono::floor<std::chrono::milliseconds>(report.started))},
      {"duration_ms", report.duration.count()},
  };
  for (const auto& [key, value] : details.items()) out[key] = value;
  if (report.error) out["error"] = error_json(*report.error);
  return out;
}

std::string to_termination_message(const Report& report, const ordered_json& details, std::size_t limit) {
  ordered_json kept = details.is_object() ? details : ordered_json::object();
  std::string text = dump(full_object(report, kept));
  while (text.size() > limit && !kept.empty()) {
    kept.erase(std::prev(kept.end()));
    text = dump(full_object(report, kept));
  }
  if (text.size() <= limit || !report.error) return text;

  Report brief = report;
  for (const std::size_t bytes : {256UZ, 128UZ, 64UZ, 32UZ}) {
    brief.error->hint = shortened(report.error->hint, bytes);
    brief.error->message = shortened(report.error->message, bytes * 2);
    brief.error->where = shortened(report.error->where, bytes);
    text = dump(full_object(brief, kept));
    if (text.size() <= limit) break;
  }
  return text;
}

}  // namespace chandler::core
