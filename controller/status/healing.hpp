#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "controller/status/situation.hpp"

// chandler.dev/heal: restart. When which pod that was missed is to be evicted. Pure.
namespace chandler::controller::status {

using SteadyTime = std::chrono::steady_clock::time_point;

// What was done for one workload, by this leader. Another begins anew, and so with its own number of attempts.
struct Healing {
  std::set<std::string> known;  // uids of the pods that were missed when one was evicted last
  std::optional<SteadyTime> last;
  std::size_t pods = 0;  // there were then
  int fruitless = 0;     // evictions in a row after which another pod was missed
  bool given_up = false;
};

struct HealStep {
  enum class Kind : std::uint8_t { nothing, evict, give_up };
  Kind kind = Kind::nothing;
  std::shared_ptr<const Pod> pod;  // to evict
};

// Attempts that lead to nothing, after which it is given up until nothing is missed any more or the workload changes.
inline constexpr int most_fruitless = 3;

// What to do now. Brings `healing` to what it sees: call `evicted` after an eviction.
HealStep next_step(Healing& healing, const Pods& pods, SteadyTime now);

// One was evicted, or could not be: the next comes a while later.
void evicted(Healing& healing, const Pods& pods, SteadyTime now);

}  // namespace chandler::controller::status
