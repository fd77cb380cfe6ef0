#pragma once

#include <string>

#include "dataset/description/description.hpp"

namespace chandler::dataset::description {

// What of an entry makes other rows of the same file, as a text of one spelling. Empty: nothing does.
std::string row_shape(const Entry& entry);

// What a described data set is known by: its file's hash alone where the entry changes no row.
std::string content_hash(std::string file_hash, const Entry* entry);

}  // namespace chandler::dataset::description
