#pragma once

#include "controller/status/situation.hpp"
#include "core/injection/settings.hpp"
#include "platform/kubernetes/objects/workload.hpp"

namespace chandler::controller::status {

// What a labelled workload's annotations ask for, and what is wrong with them. Pure. Costs about two admissions.
Asked asked_of(const platform::kubernetes::objects::Workload& workload, const core::injection::Settings& settings);

}  // namespace chandler::controller::status
