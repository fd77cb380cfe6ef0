#pragma once

#include <string>

#include "core/error.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate::sqlx_layout {

// SHA-384 in hex of a file as it is, a byte order mark included: what sqlx keeps. Errors: Folder's.
core::Expected<std::string> digest_of(const Folder& folder, const std::string& file);

// Of a text.
std::string digest(std::string_view text);

}  // namespace chandler::migrate::sqlx_layout
