#include "controller/status/schema.hpp"

#include <algorithm>
#include <ranges>

namespace chandler::controller::status {
namespace {

// A migration that failed early does not know where the database is.
std::string version_of(const core::ReadReport& report, const std::optional<Schema>& before) {
  if (!report.to.empty()) return report.to;
  if (!report.from.empty() || report.outcome == core::Outcome::done || !before) return report.from;
  return before->version;
}

}  // namespace

std::optional<Schema> schema_of(std::span<const Reported> reports, const std::optional<Schema>& before) {
  const auto newest = std::ranges::find_if(reports | std::views::reverse,
                                           [](const Reported& each) { return each.report.tool == "migrate"; });
  if (newest == std::ranges::rend(reports)) return before;
  const core::ReadReport& report = newest->report;
  if (before && before->at && *before->at > newest->at) return before;
  Schema schema{.version = version_of(report, before),
                .layout = report.layout.empty() && before ? before->layout : report.layout,
                .outcome = std::string(core::name_of(report.outcome)),
                .applied = report.applied,
                .pending = report.pending,
                .at = newest->at,
                .pod = newest->pod->metadata.key.name,
                .message = {}};
  if (report.error) schema.message = core::describe(*report.error);
  return schema;
}

}  // namespace chandler::controller::status
