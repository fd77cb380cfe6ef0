#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::dataset::description {

// How many YAML documents a text has, counted up to two. Throws as yaml-cpp does; also for a token that begins
// nothing, such as a lone comma, of which yaml-cpp makes documents without end.
std::size_t count_documents(std::string_view text);

}  // namespace chandler::dataset::description
