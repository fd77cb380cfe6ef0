#pragma once

#include "cli/kubectl/check/finding.hpp"
#include "cli/kubectl/connection.hpp"
#include "core/error.hpp"

namespace chandler::cli::kubectl::check {

// Looks at all that an installation is made of, and changes nothing. What the person may not see is unknown. Fails when
// the API server does not answer, or nobody is known to it.
core::Expected<Findings> survey(Connection& connection);

}  // namespace chandler::cli::kubectl::check
