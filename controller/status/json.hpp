#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "controller/status/provision_status.hpp"

namespace chandler::controller::status {

// As the CRD has it: what is empty or unknown is left out, lists are cut to their limits.
nlohmann::json to_json(const ProvisionStatus& status);

// What an earlier leader wrote of things that may be gone since: problems, schema, data sets, runs. Any JSON; what is
// not as we write it is empty.
ProvisionStatus remembered(std::string_view text);

}  // namespace chandler::controller::status
