#include "cli/kubectl/check/finding.hpp"

#include <algorithm>

#include "core/outcome.hpp"

namespace chandler::cli::kubectl::check {

int exit_code_of(const Findings& findings) {
  const auto any = [&](Verdict verdict) { return std::ranges::contains(findings, verdict, &Finding::verdict); };
  const core::Outcome outcome = any(Verdict::wrong)     ? core::Outcome::problem
                                : any(Verdict::unknown) ? core::Outcome::could_not
                                                        : core::Outcome::done;
  return static_cast<int>(outcome);
}

}  // namespace chandler::cli::kubectl::check
