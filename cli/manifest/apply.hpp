#pragma once

#include <string_view>

#include "cli/manifest/node.hpp"

namespace chandler::cli::manifest {

// Carries an RFC 6902 patch of add, remove and replace, as `core/injection` writes it, out on a manifest,
// so that what the patch does not name stays as it was written. Throws std::logic_error where it does not
// fit: patch and manifest did not belong together.
void apply(std::string_view patch, Node& document);

}  // namespace chandler::cli::manifest
