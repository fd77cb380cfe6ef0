#pragma once

#include <vector>

#include "controller/status/provision_status.hpp"
#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// Whether it has a container of ours.
bool is_injected(const Pod& pod);

// Those that run, or are to; without those that ended or are being deleted.
Pods living(const Pods& pods);

// All of them, the newest first.
Pods newest_first(Pods pods);

// What our containers in it did.
PodStatus timeline_of(const Pod& pod);

// Whether our init containers have yet to end.
bool is_starting(const Pod& pod);

// Whether it has waited for more than a minute for something that no container tells of, such as a volume.
bool is_stuck(const Pod& pod, Time now);

}  // namespace chandler::controller::status
