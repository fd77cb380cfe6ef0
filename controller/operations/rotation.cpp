#include "controller/operations/rotation.hpp"

#include <algorithm>
#include <format>

namespace chandler::controller::operations {

using platform::kubernetes::objects::Microtime;
using platform::kubernetes::objects::Pod;
using Step = Rotation::Step;

Rotation rotate(const std::vector<Pod>& pods, std::int64_t wanted, Microtime asked) {
  const auto created = [](const Pod& pod) { return pod.metadata.created.value_or(Microtime::max()); };
  std::vector<Pod> present;
  for (const Pod& pod : pods) {
    if (!has_ended(pod) && !pod.metadata.being_deleted) present.push_back(pod);
  }
  // Those that are not ready first, of these the oldest.
  std::ranges::stable_sort(present, {}, [&](const Pod& pod) { return std::pair(pod.ready, created(pod)); });
  const auto old = [&](const Pod& pod) { return created(pod) < asked; };
  const auto ready = std::ranges::count(present, true, &Pod::ready);
  const auto left = std::ranges::count_if(present, old);
  const auto next = std::ranges::find_if(present, old);
  if (next == present.end()) {
    if (ready >= wanted) return {.message = std::format("all pods are new, {} of {} are ready", ready, wanted)};
    return {.step = Step::wait,
            .pod = {},
            .message = std::format("the last pods start, {} of {} are ready", ready, wanted)};
  }
  if (next->ready && ready < wanted) {
    return {.step = Step::wait,
            .pod = {},
            .message = std::format("{} of {} pods are ready; {} are still to be replaced", ready, wanted, left)};
  }
  return {.step = Step::evict,
          .pod = *next,
          .message = std::format("evicted pod {}; {} are still to be replaced", next->metadata.key.name, left - 1)};
}

}  // namespace chandler::controller::operations
