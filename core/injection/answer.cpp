#include "core/injection/answer.hpp"

#include <algorithm>
#include <format>

#include "core/text/one_line.hpp"

namespace chandler::core::injection {

using annotations::Finding;
using annotations::Severity;

bool refuses(const std::vector<Finding>& findings) {
  return std::ranges::contains(findings, Severity::refuse, &Finding::severity);
}

std::vector<Finding> without_repeats(std::vector<Finding> findings) {
  std::vector<Finding> once;
  for (Finding& finding : findings) {
    if (!std::ranges::contains(once, finding)) once.push_back(std::move(finding));
  }
  return once;
}

std::vector<std::string> warnings_of(const std::vector<Finding>& findings) {
  static constexpr std::size_t most = 4096 / annotations::warning_limit - 1;
  std::vector<std::string> warnings;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::warn) warnings.push_back(to_warning(finding));
  }
  if (warnings.size() > most) {
    const std::size_t left_out = warnings.size() - most;
    warnings.resize(most);
    warnings.push_back(std::format("and {} more; \"chandler explain\" shows them all", left_out));
  }
  return warnings;
}

std::string denial_of(std::string_view kind, const std::vector<Finding>& findings) {
  static constexpr std::size_t longest_line = 2000;
  std::string message =
      std::format("Chandler refuses this {}, which would start without what its annotations ask for:", kind);
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::refuse) continue;
    message += std::format("\n- {}", text::one_line(finding.message, longest_line));
    if (!finding.nearest.empty()) message += std::format("; did you mean \"{}\"?", finding.nearest);
  }
  return message;
}

}  // namespace chandler::core::injection
