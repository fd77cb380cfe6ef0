#include "controller/status/reported.hpp"

#include <algorithm>
#include <format>
#include <tuple>

#include "core/text/one_line.hpp"

namespace chandler::controller::status {
std::vector<Reported> reports_in(const Pods& pods) {
  std::vector<Reported> all;
  for (const auto& pod : pods) {
    for (const Container& container : pod->containers) {
      auto report = core::read_report(container.message);
      if (!report) continue;
      const auto ended = report->ended();
      if (!ended && !container.finished) continue;
      const Time at = ended ? Time(*ended) : *container.finished;
      all.push_back({.report = *std::move(report),
                     .pod = pod.get(),
                     .container = &container,
                     .at = std::chrono::floor<std::chrono::seconds>(at)});
    }
  }
  std::ranges::stable_sort(all, {}, [](const Reported& each) { return std::tie(each.at, each.pod->metadata.key); });
  return all;
}

std::string failure_of(const Container& container) {
  if (container.exit_code.value_or(0) == 0) return {};
  if (const auto report = core::read_report(container.message); report && report->error)
    return core::describe(*report->error);
  std::string text = std::format("{} ended with exit code {}", container.name, *container.exit_code);
  if (container.reason == "OOMKilled") {
    text += ": it needed more memory than its limit; raise chandler.dev/memory-limit";
  } else if (!container.message.empty()) {
    text += std::format(": {}", core::text::one_line(container.message, core::longest_quotation));
  }
  return text;
}

}  // namespace chandler::controller::status
