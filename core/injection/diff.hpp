#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace chandler::core::injection {

// The RFC 6902 patch that turns `from` into `to`, as JSON text, or empty when they are equal. Members in
// the order of their keys; arrays of named things (containers, volumes, environment, mounts) element by
// element, moving as few as possible; other arrays as a whole. It tests nothing and removes only what is
// there. `path`: where both stand in the whole document, as a JSON pointer.
std::string diff(const nlohmann::json& from, const nlohmann::json& to, std::string_view path = "");

}  // namespace chandler::core::injection
