#include "controller/operations/report.hpp"

#include <array>
#include <cstdint>
#include <format>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/read_report.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::operations {
namespace {

namespace objects = platform::kubernetes::objects;
using nlohmann::json;

struct Figure {
  std::string_view member;
  std::string_view words;
};

// Of all tools; what a report does not hold is left out.
constexpr std::array<Figure, 8> figures{{{"rows_read", "rows read"},
                                         {"inserted", "inserted"},
                                         {"updated", "updated"},
                                         {"deleted", "deleted"},
                                         {"rejected", "rejected"},
                                         {"applied", "migrations applied"},
                                         {"pending", "pending"},
                                         {"found", "found"}}};

std::string figures_of(const json& report) {
  std::string text;
  const auto add = [&](std::string_view more) {
    if (!text.empty()) text += ", ";
    text += more;
  };
  for (const char* member : {"version", "to"}) {
    if (const std::string version = objects::text(report, {member}); !version.empty()) {
      add(std::format("schema version {}", version));
    }
  }
  if (const std::string verdict = objects::text(report, {"verdict"}); !verdict.empty()) add(verdict);
  for (const Figure& figure : figures) {
    if (const auto number = objects::number(report, {figure.member})) {
      add(std::format("{} {}", *number, figure.words));
    }
  }
  if (const auto took = objects::number(report, {"duration_ms"})) add(std::format("{} ms", *took));
  return text;
}

}  // namespace

std::string summary_of(const objects::Container& container) {
  if (const auto report = core::read_report(container.message)) {
    if (report->error) return core::describe(*report->error);
    const std::string figures = figures_of(json::parse(container.message, nullptr, false));
    return figures.empty() ? std::string(core::name_of(report->outcome)) : figures;
  }
  std::string text = std::format("{} ended with exit code {}", container.name, container.exit_code.value_or(-1));
  if (!container.reason.empty()) text += std::format(" ({})", container.reason);
  return text;
}

}  // namespace chandler::controller::operations
