#pragma once

#include <span>
#include <string>

#include "core/error.hpp"
#include "dataset/copy_text/defect.hpp"
#include "dataset/table/table.hpp"

namespace chandler::dataset {

// The file is not in COPY's text format, or one row is not as the header says. load.bad_text.
core::Error text_defect_error(const copy_text::Defect& defect, const std::string& file,
                              std::span<const Column> columns);

}  // namespace chandler::dataset
