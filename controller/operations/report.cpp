#include "controller/operations/report.hpp"

#include <array>
#include <cstdint>
#include <format>
#include <string_view>

#include <nlohmann/json.hpp>

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
                                         {"problems", "with a problem"}}};

std::string error_of(const json& report) {
  std::string text = objects::text(report, {"error", "message"});
  if (const std::string where = objects::text(report, {"error", "where"}); !where.empty()) {
    text = std::format("{}: {}", where, text);
  }
  if (const std::string hint = objects::text(report, {"error", "hint"}); !hint.empty()) {
    text = std::format("{}. {}", text, hint);
  }
  return text;
}

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
  const json report = json::parse(container.message, nullptr, false);
  if (report.is_object() && report.contains("outcome")) {
    const std::string error = error_of(report);
    return error.empty() ? figures_of(report) : error;
  }
  std::string text = std::format("{} ended with exit code {}", container.name, container.exit_code.value_or(-1));
  if (!container.reason.empty()) text += std::format(" ({})", container.reason);
  return text;
}

}  // namespace chandler::controller::operations
