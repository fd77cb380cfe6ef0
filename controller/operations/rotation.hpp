#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/kubernetes/objects/pod.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::controller::operations {

// The next step in replacing a workload's pods one by one. Pure.
struct Rotation {
  enum class Step : std::uint8_t { evict, wait, done };
  Step step = Step::done;
  platform::kubernetes::objects::Pod pod;  // to evict
  std::string message;
};

// All pods that were made before `asked` have to go, to the second, as the API server counts: what came later is what
// replaced them, whoever evicted them. One that is not ready goes at once, for it serves nobody; one that is, when as
// many are ready as `wanted`, so that one at a time is missing.
Rotation rotate(const std::vector<platform::kubernetes::objects::Pod>& pods, std::int64_t wanted,
                platform::kubernetes::objects::Microtime asked);

}  // namespace chandler::controller::operations
