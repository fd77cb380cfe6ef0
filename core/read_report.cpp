#include "core/read_report.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/text/one_line.hpp"

namespace chandler::core {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

// The kubelet keeps 4,096 bytes.
constexpr std::size_t longest_message = 4096;
constexpr std::size_t longest_text = 512;
constexpr std::size_t most_data_sets = 100;
constexpr std::size_t most_findings = 50;
constexpr std::int64_t longest_duration_ms = 366LL * 24 * 3'600'000;
constexpr std::chrono::seconds longest_round = std::chrono::years(100);  // until a whole database was checked

const json* find(const json& object, std::string_view key) {
  const auto member = object.find(key);
  return member == object.end() ? nullptr : &*member;
}

std::string text_of(const json& object, std::string_view key) {
  const json* const found = find(object, key);
  if (found == nullptr || !found->is_string()) return {};
  return text::one_line(found->get_ref<const std::string&>(), longest_text);
}

// Counts and durations are never negative.
std::optional<std::int64_t> number_of(const json& object, std::string_view key) {
  const json* const found = find(object, key);
  if (found == nullptr || !found->is_number_integer()) return std::nullopt;
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return std::nullopt;
  const auto value = found->get<std::int64_t>();
  return value < 0 ? std::nullopt : std::optional(value);
}

std::optional<Outcome> outcome_of(const json& object) {
  static constexpr std::array all{Outcome::done, Outcome::could_not, Outcome::problem, Outcome::usage};
  const std::string name = text_of(object, "outcome");
  const auto found = std::ranges::find(all, name, name_of);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::chrono::sys_time<milliseconds>> time_of(const json& object, std::string_view key) {
  std::istringstream in(text_of(object, key));
  in.imbue(std::locale::classic());
  std::chrono::sys_time<milliseconds> time;
  in >> std::chrono::parse("%FT%TZ", time);
  return in.fail() ? std::nullopt : std::optional(time);
}

std::optional<Error> error_of(const json& object, Outcome outcome) {
  const json* const error = find(object, "error");
  if (error == nullptr || !error->is_object()) return std::nullopt;
  return Error{.outcome = outcome,
               .code = text_of(*error, "code"),
               .message = text_of(*error, "message"),
               .where = text_of(*error, "where"),
               .hint = text_of(*error, "hint"),
               .sqlstate = text_of(*error, "sqlstate")};
}

std::vector<ReportedDataSet> data_sets_of(const json& object) {
  std::vector<ReportedDataSet> all;
  const json* const list = find(object, "data_sets");
  if (list == nullptr || !list->is_array()) return all;
  for (const json& each : *list) {
    if (!each.is_object() || all.size() == most_data_sets) continue;
    ReportedDataSet set{.table = text_of(each, "table"),
                        .action = text_of(each, "action"),
                        .rows = number_of(each, "rows_read"),
                        .rejected = number_of(each, "rejected"),
                        .fresh_for = std::nullopt};
    const auto fresh_for = number_of(each, "fresh_for_s");
    if (fresh_for && *fresh_for <= longest_duration_ms / 1000) set.fresh_for = std::chrono::seconds(*fresh_for);
    if (!set.table.empty()) all.push_back(std::move(set));
  }
  return all;
}

std::string verdict_of(const json& object, std::string_view key) {
  static constexpr std::array<std::string_view, 5> all{"ok", "info", "warning", "could-not-check", "problem"};
  std::string verdict = text_of(object, key);
  return std::ranges::contains(all, verdict) ? verdict : std::string();
}

std::vector<ReportedFinding> findings_of(const json& object) {
  std::vector<ReportedFinding> all;
  const json* const list = find(object, "findings");
  if (list == nullptr || !list->is_array()) return all;
  for (const json& each : *list) {
    if (!each.is_object() || all.size() == most_findings) continue;
    ReportedFinding finding{.id = text_of(each, "id"),
                            .severity = verdict_of(each, "severity"),
                            .object = text_of(each, "object"),
                            .database = text_of(each, "database")};
    if (!finding.id.empty() && !finding.severity.empty()) all.push_back(std::move(finding));
  }
  return all;
}

std::optional<ReportedCoverage> coverage_of(const json& object) {
  const json* const coverage = find(object, "coverage");
  if (coverage == nullptr || !coverage->is_object()) return std::nullopt;
  const auto size = number_of(*coverage, "size_bytes");
  const auto checked = number_of(*coverage, "checked_bytes");
  const auto never = number_of(*coverage, "never_checked_bytes");
  if (!size || !checked || !never) return std::nullopt;
  ReportedCoverage read{
      .size_bytes = *size, .checked_bytes = *checked, .never_checked_bytes = *never, .whole_in = std::nullopt};
  const auto whole = number_of(*coverage, "whole_in_seconds");
  if (whole && *whole <= longest_round.count()) read.whole_in = std::chrono::seconds(*whole);
  return read;
}

// The object up to its last whole member, closed; empty: there is none.
std::string mended(std::string_view cut) {
  std::size_t depth = 0;
  std::size_t whole = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < cut.size(); ++i) {
    const char c = cut[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) break;
      --depth;
    } else if (c == ',' && depth == 1) {
      whole = i;
    }
  }
  if (whole == 0) return {};
  return std::string(cut.substr(0, whole)) + "}";
}

// Null: it is none.
json object_of(std::string_view message) {
  if (message.size() > longest_message || !message.starts_with('{')) return nullptr;
  json object = json::parse(message, nullptr, false);
  if (object.is_discarded()) object = json::parse(mended(message), nullptr, false);
  if (!object.is_object() || !outcome_of(object) || text_of(object, "tool").empty()) return nullptr;
  return object;
}

void keep(json& object, std::span<const std::string_view> keys) {
  if (!object.is_object()) return;
  std::vector<std::string> others;
  for (const auto& [key, value] : object.items()) {
    if (!std::ranges::contains(keys, key)) others.push_back(key);
  }
  for (const std::string& key : others) object.erase(key);
}

}  // namespace

std::string compact_report(std::string_view message) {
  static constexpr std::array<std::string_view, 16> of_report{
      "tool",    "outcome", "started",   "duration_ms", "error", "layout",   "from",    "to",
      "applied", "pending", "rows_read", "data_sets",   "found", "coverage", "verdict", "findings"};
  static constexpr std::array<std::string_view, 5> of_data_set{"table", "action", "rows_read", "rejected",
                                                               "fresh_for_s"};
  json object = object_of(message);
  if (object.is_null()) return text::one_line(message, longest_quotation);
  keep(object, of_report);
  if (const auto sets = object.find("data_sets"); sets != object.end() && sets->is_array()) {
    for (json& each : *sets) keep(each, of_data_set);
  }
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<ReadReport> read_report(std::string_view message) {
  const json object = object_of(message);
  if (object.is_null()) return std::nullopt;
  const auto outcome = outcome_of(object);
  ReadReport report{.tool = text_of(object, "tool"), .outcome = *outcome};
  report.started = time_of(object, "started");
  report.duration = milliseconds(std::min(number_of(object, "duration_ms").value_or(0), longest_duration_ms));
  report.error = error_of(object, *outcome);
  report.layout = text_of(object, "layout");
  report.from = text_of(object, "from");
  report.to = text_of(object, "to");
  report.applied = number_of(object, "applied");
  report.pending = number_of(object, "pending");
  report.rows = number_of(object, "rows_read");
  report.data_sets = data_sets_of(object);
  report.verdict = verdict_of(object, "verdict");
  report.found = number_of(object, "found");
  report.findings = findings_of(object);
  report.coverage = coverage_of(object);
  return report;
}

}  // namespace chandler::core
