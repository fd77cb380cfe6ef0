#include "controller/status/transition.hpp"

#include <algorithm>
#include <format>

#include "controller/status/reason.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::controller::status {
namespace {

const Reason* find_reason(std::string_view name) {
  const auto found = std::ranges::find(reasons, name, &Reason::name);
  return found == reasons.end() ? nullptr : &*found;
}

bool is_told_here(const Problem& problem) {
  return find_reason(problem.reason) != nullptr || std::ranges::contains(container_reasons, problem.reason);
}

std::string note_of(const Problem& problem) {
  return problem.object.empty() ? problem.message : std::format("{}: {}", problem.object, problem.message);
}

std::string over(const Problem& problem) {
  if (!problem.since) return std::format("{} is over", problem.reason);
  return std::format("{} is over; it began at {}", problem.reason,
                     platform::kubernetes::objects::to_time(*problem.since));
}

}  // namespace

std::vector<events::Event> events_between(const std::vector<Problem>& before, const std::vector<Problem>& now,
                                          const events::Regarding& workload) {
  std::vector<events::Event> all;
  for (const Problem& problem : now) {
    if (!is_told_here(problem) || std::ranges::contains(before, problem.reason, &Problem::reason)) continue;
    all.push_back({.regarding = workload,
                   .type = events::Event::Type::warning,
                   .reason = problem.reason,
                   .action = "Observe",
                   .note = note_of(problem),
                   .lasting = false});
  }
  for (const Problem& problem : before) {
    const Reason* const reason = find_reason(problem.reason);
    if (reason == nullptr || reason->over.empty() || std::ranges::contains(now, problem.reason, &Problem::reason))
      continue;
    all.push_back({.regarding = workload,
                   .type = events::Event::Type::normal,
                   .reason = std::string(reason->over),
                   .action = "Observe",
                   .note = over(problem),
                   .lasting = false});
  }
  return all;
}

}  // namespace chandler::controller::status
