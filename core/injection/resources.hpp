#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/spec.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

// {"limits":{…},"requests":{…}}: each value annotated or from the settings. Where a request is above its
// limit, the one that is not annotated gives way (else the limit): the API server would refuse the pod.
nlohmann::json resources_of(const annotations::ProvisionSpec::Containers& spec, const Resources& defaults);

}  // namespace chandler::core::injection
