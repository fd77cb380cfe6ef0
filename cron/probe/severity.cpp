#include "cron/probe/severity.hpp"

#include <algorithm>
#include <array>

namespace chandler::probe {
namespace {

constexpr std::array<std::string_view, 5> names{"ok", "info", "warning", "could-not-check", "problem"};

}  // namespace

std::string_view name_of(Severity severity) {
  return names[static_cast<std::size_t>(severity)];
}

std::optional<Severity> severity_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Severity>(found - names.begin());
}

}  // namespace chandler::probe
