#pragma once

#include <string>

#include "cli/manifest/stream.hpp"
#include "core/error.hpp"

namespace chandler::cli::manifest {

// The manifests in a file, or on standard input for "-". Errors name file, line and column.
core::Expected<Stream> read_file(const std::string& file);

}  // namespace chandler::cli::manifest
