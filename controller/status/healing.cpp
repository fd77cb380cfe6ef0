#include "controller/status/healing.hpp"

#include <algorithm>

#include "controller/status/pods.hpp"

namespace chandler::controller::status {
namespace {

using std::chrono::seconds;

constexpr seconds shortest_pause{10};
// A pod whose place is not taken again, such as after a scale down, does not hold up the others for ever.
constexpr std::chrono::minutes longest_wait{5};

Pods missed_of(const Pods& pods) {
  Pods missed = living(pods);
  std::erase_if(missed, [](const auto& pod) { return !pod->missed; });
  return missed;
}

// Whether the one before left and another stands in its place.
bool is_settled(const Healing& healing, const Pods& pods, SteadyTime now) {
  if (std::ranges::any_of(pods, [](const auto& pod) { return pod->metadata.being_deleted; })) return false;
  const Pods alive = living(pods);
  if (std::ranges::any_of(alive, [](const auto& pod) { return !pod->ready && !pod->missed; })) return false;
  if (!healing.last) return true;
  const auto since = now - *healing.last;
  if (since < shortest_pause * (1 << healing.fruitless)) return false;
  return alive.size() >= healing.pods || since >= longest_wait;
}

}  // namespace

HealStep next_step(Healing& healing, const Pods& pods, SteadyTime now) {
  const Pods missed = missed_of(pods);
  if (missed.empty()) {
    healing = {};
    return {};
  }
  if (healing.given_up) return {};
  const auto is_new = [&](const auto& pod) { return !healing.known.contains(pod->metadata.uid); };
  if (healing.last && std::ranges::any_of(missed, is_new)) {
    ++healing.fruitless;
    for (const auto& pod : missed) healing.known.insert(pod->metadata.uid);
    healing.last = now;
    if (healing.fruitless >= most_fruitless) {
      healing.given_up = true;
      return {.kind = HealStep::Kind::give_up, .pod = nullptr};
    }
  }
  if (!is_settled(healing, pods, now)) return {};
  return {.kind = HealStep::Kind::evict, .pod = newest_first(missed).back()};
}

void evicted(Healing& healing, const Pods& pods, SteadyTime now) {
  for (const auto& pod : missed_of(pods)) healing.known.insert(pod->metadata.uid);
  healing.pods = living(pods).size();
  healing.last = now;
}

}  // namespace chandler::controller::status
