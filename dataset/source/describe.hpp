#pragma once

#include <filesystem>
#include <vector>

#include "core/error.hpp"
#include "dataset/source/source.hpp"

namespace chandler::dataset {

// The files of a folder as its load.yaml describes them, in its order. Errors (problem):
// load.bad_description, also for a file that it does not list, or lists and is not there; load.unreadable.
core::Expected<std::vector<SourceFile>> describe(const std::filesystem::path& load_yaml,
                                                 const std::vector<std::filesystem::path>& files);

}  // namespace chandler::dataset
