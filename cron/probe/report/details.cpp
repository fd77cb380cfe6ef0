#include "cron/probe/report/details.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_findings = 10;

struct Entry {
  Severity severity;
  ordered_json object;
};

std::vector<Entry> entries_of(const RunReport& found) {
  std::vector<Entry> entries;
  for (const DatabaseReport& database : found.databases) {
    for (const CheckReport& check : database.checks) {
      for (const Finding& finding : check.outcome.findings) {
        if (finding.severity == Severity::ok) continue;
        ordered_json object{{"id", finding.id}, {"severity", name_of(finding.severity)}};
        if (!finding.object.empty()) object["object"] = finding.object;
        if (found.databases.size() > 1) object["database"] = database.database;
        entries.push_back({.severity = finding.severity, .object = std::move(object)});
      }
    }
  }
  std::ranges::stable_sort(entries, std::greater(), &Entry::severity);
  return entries;
}

std::optional<std::int64_t> figure_of(const CheckReport& check, std::string_view name) {
  const auto figure = std::ranges::find(check.outcome.figures, name, &Figure::name);
  if (figure == check.outcome.figures.end()) return std::nullopt;
  const auto* const value = std::get_if<std::int64_t>(&figure->value);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

// Of all databases together; they are whole when the last one is. Empty: amcheck did not come to look.
ordered_json coverage_of(const RunReport& found) {
  ordered_json out = ordered_json::object();
  bool whole_is_known = true;
  for (const DatabaseReport& database : found.databases) {
    for (const CheckReport& check : database.checks) {
      if (check.check != &amcheck_check || !figure_of(check, "size_bytes")) continue;
      for (const char* name : {"size_bytes", "checked_bytes", "never_checked_bytes"})
        out[name] = out.value(name, std::int64_t{0}) + figure_of(check, name).value_or(0);
      const auto whole = figure_of(check, "whole_in_seconds");
      whole_is_known = whole_is_known && whole;
      if (whole) out["whole_in_seconds"] = std::max(out.value("whole_in_seconds", std::int64_t{0}), *whole);
    }
  }
  if (!whole_is_known) out.erase("whole_in_seconds");
  return out;
}

}  // namespace

ordered_json details_of(const RunReport& found, const core::Report& report,
                        std::span<const std::string> not_delivered) {
  const std::vector<Entry> entries = entries_of(found);
  std::size_t checks = 0;
  for (const DatabaseReport& database : found.databases) checks += database.checks.size();
  ordered_json out{{"verdict", name_of(found.verdict())},
                   {"databases", found.databases.size()},
                   {"checks", checks},
                   {"found", entries.size()}};
  if (ordered_json coverage = coverage_of(found); !coverage.empty()) out["coverage"] = std::move(coverage);
  if (!not_delivered.empty()) out["not_delivered"] = not_delivered;
  for (const Entry& entry : entries) {
    if (out.contains("findings") && out["findings"].size() == most_findings) break;
    ordered_json more = out;
    more["findings"].push_back(entry.object);
    const auto whole = core::to_termination_message(report, more, std::numeric_limits<std::size_t>::max());
    if (whole.size() > core::termination_message_limit) break;
    out = std::move(more);
  }
  return out;
}

}  // namespace chandler::probe
