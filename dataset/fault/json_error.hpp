#pragma once

#include <span>
#include <string>

#include "core/error.hpp"
#include "dataset/json/defect.hpp"

namespace chandler::dataset {

// The file is not the JSON that is expected, or one of its objects cannot become a row. `keys`: those of
// the first object. load.bad_json.
core::Error defect_error(const json::Defect& defect, const std::string& file, std::span<const std::string> keys);

}  // namespace chandler::dataset
