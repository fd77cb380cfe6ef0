#include <nlohmann/json.hpp>

#include "init/migrate/lint/output.hpp"
#include "init/migrate/lint/registry.hpp"

// https://docs.oasis-open.org/sarif/sarif/v2.1.0/
namespace chandler::migrate::lint {
namespace {

using nlohmann::ordered_json;

std::string_view level_of(Level level) {
  switch (level) {
    case Level::off:
      return "none";
    case Level::warn:
      return "warning";
    case Level::refuse:
      return "error";
  }
  std::unreachable();
}

ordered_json described(const Rule& rule) {
  return {{"id", rule.id},
          {"shortDescription", {{"text", rule.title}}},
          {"fullDescription", {{"text", rule.reason}}},
          {"help", {{"text", rule.safe_way}}},
          {"defaultConfiguration", {{"level", level_of(rule.level)}, {"enabled", rule.level != Level::off}}}};
}

ordered_json result(const Finding& finding, const std::string& path) {
  const ordered_json region{{"startLine", finding.line}, {"startColumn", finding.column}};
  const ordered_json place{{"artifactLocation", {{"uri", path + finding.file}}}, {"region", region}};
  return {{"ruleId", finding.rule->id},
          {"level", level_of(finding.level)},
          {"message", {{"text", finding.message + ". Safe: " + finding.safe_way}}},
          {"locations", ordered_json::array({{{"physicalLocation", place}}})}};
}

}  // namespace

std::string as_sarif(std::span<const Finding> findings, const std::string& path) {
  auto rules = ordered_json::array();
  for (const Family& family : families()) {
    for (const Rule& rule : family.rules) rules.push_back(described(rule));
  }
  auto results = ordered_json::array();
  for (const Finding& each : findings) results.push_back(result(each, path));
  const ordered_json driver{
      {"name", "chandler migrate lint"}, {"version", CHANDLER_VERSION}, {"rules", std::move(rules)}};
  const ordered_json run{
      {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const ordered_json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", ordered_json::array({run})}};
  return log.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace chandler::migrate::lint
