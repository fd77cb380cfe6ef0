#include "core/annotations/finding.hpp"

#include <format>
#include <utility>

#include "core/text/one_line.hpp"

namespace chandler::core::annotations {

std::string_view id_of(Problem problem) {
  switch (problem) {
    case Problem::unknown_key:
      return "unknown_key";
    case Problem::wrong_prefix:
      return "wrong_prefix";
    case Problem::bad_value:
      return "bad_value";
    case Problem::label_value:
      return "label_value";
    case Problem::misplaced:
      return "misplaced";
    case Problem::no_directive:
      return "no_directive";
    case Problem::incomplete:
      return "incomplete";
    case Problem::conflict:
      return "conflict";
    case Problem::not_carried_out:
      return "not_carried_out";
    case Problem::not_in_pod:
      return "not_in_pod";
    case Problem::name_taken:
      return "name_taken";
    case Problem::unsupported_pod:
      return "unsupported_pod";
    case Problem::template_wins:
      return "template_wins";
    case Problem::started_job:
      return "started_job";
  }
  std::unreachable();
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::warn:
      return "warn";
    case Severity::refuse:
      return "refuse";
  }
  std::unreachable();
}

std::string to_warning(const Finding& finding) {
  if (finding.nearest.empty()) return text::one_line(finding.message, warning_limit);
  return text::one_line(std::format("did you mean \"{}\"? {}", finding.nearest, finding.message), warning_limit);
}

}  // namespace chandler::core::annotations
