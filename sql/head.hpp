#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chandler::sql {

// The beginning of a statement on one line, at most `bytes`: runs of white space are one blank, and what
// is cut off ends in "…". For messages.
std::string head_of(std::string_view sql, std::size_t bytes);

}  // namespace chandler::sql
