#pragma once

#include <functional>
#include <string>

#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/provisions.hpp"
#include "core/error.hpp"

namespace chandler::cli::kubectl {

// Tells of each change of Provisions behind `version` (an empty namespace: of all), until the sink wants no more or
// there is a stop. Watches that end are taken up again; where the API server has forgotten the place, all is told anew.
core::Expected<void> follow_provisions(Connection& connection, const std::string& namespace_name, std::string version,
                                       const std::function<bool(const Provision&, bool gone)>& sink);

}  // namespace chandler::cli::kubectl
