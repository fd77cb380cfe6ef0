#include "cron/probe/report/json.hpp"

#include <algorithm>
#include <format>

#include <nlohmann/json.hpp>

namespace chandler::probe {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const std::vector<Figure>& figures) {
  ordered_json out = ordered_json::object();
  for (const Figure& figure : figures) std::visit([&](const auto& value) { out[figure.name] = value; }, figure.value);
  return out;
}

ordered_json json_of(const Finding& finding, std::string_view check) {
  ordered_json out{{"id", finding.id}, {"severity", name_of(finding.severity)}};
  if (!finding.object.empty()) out["object"] = finding.object;
  if (!finding.figures.empty()) out["figures"] = json_of(finding.figures);
  out["meaning"] = finding.meaning;
  if (!finding.remedy.empty()) out["remedy"] = finding.remedy;
  out["see"] = std::format("docs/probe.md#{}", check);
  return out;
}

}  // namespace

ordered_json to_json(const CheckReport& check) {
  ordered_json out{{"check", check.check->name}};
  if (!check.argument.empty()) out["argument"] = check.argument;
  out["verdict"] = name_of(check.verdict());
  out["whole"] = check.outcome.whole;
  out["duration_ms"] = check.duration.count();
  if (!check.outcome.summary.empty()) out["summary"] = check.outcome.summary;
  if (!check.outcome.figures.empty()) out["figures"] = json_of(check.outcome.figures);
  out["findings"] = ordered_json::array();
  for (const Finding& finding : check.outcome.findings) out["findings"].push_back(json_of(finding, check.check->name));
  return out;
}

ordered_json to_json(const RunReport& report) {
  ordered_json out{{"verdict", name_of(report.verdict())}, {"databases", ordered_json::array()}};
  for (const DatabaseReport& database : report.databases) {
    ordered_json each{
        {"database", database.database},
        {"verdict", name_of(database.verdict())},
        {"started", std::format("{:%FT%TZ}", std::chrono::floor<std::chrono::milliseconds>(database.started))},
        {"duration_ms", database.duration.count()}};
    if (!database.server_version.empty()) each["server_version"] = database.server_version;
    if (database.error) each["error"] = {{"code", database.error->code}, {"message", database.error->message}};
    each["checks"] = ordered_json::array();
    for (const CheckReport& check : database.checks) each["checks"].push_back(to_json(check));
    out["databases"].push_back(std::move(each));
  }
  return out;
}

// A database in SQL_ASCII hands out bytes that are no UTF-8.
std::string to_json_text(const RunReport& report) {
  return to_json(report).dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

ordered_json details_of(const RunReport& report) {
  static constexpr std::size_t most = 10;
  struct Entry {
    Severity severity;
    ordered_json object;
  };
  std::vector<Entry> entries;
  std::size_t checks = 0;
  for (const DatabaseReport& database : report.databases) {
    checks += database.checks.size();
    for (const CheckReport& check : database.checks) {
      for (const Finding& finding : check.outcome.findings) {
        if (finding.severity == Severity::ok) continue;
        ordered_json object{{"id", finding.id}, {"severity", name_of(finding.severity)}};
        if (!finding.object.empty()) object["object"] = finding.object;
        if (report.databases.size() > 1) object["database"] = database.database;
        entries.push_back({.severity = finding.severity, .object = std::move(object)});
      }
    }
  }
  std::ranges::stable_sort(entries, std::greater(), &Entry::severity);
  ordered_json out{{"verdict", name_of(report.verdict())},
                   {"databases", report.databases.size()},
                   {"checks", checks},
                   {"found", entries.size()}};
  ordered_json findings = ordered_json::array();
  for (std::size_t i = 0; i < std::min(most, entries.size()); ++i) findings.push_back(std::move(entries[i].object));
  if (!findings.empty()) out["findings"] = std::move(findings);
  return out;
}

}  // namespace chandler::probe
