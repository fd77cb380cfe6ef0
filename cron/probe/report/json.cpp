#include "cron/probe/report/json.hpp"

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

}  // namespace chandler::probe
