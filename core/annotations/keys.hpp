#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chandler::core::annotations {

// Every annotation and label of ours begins so.
inline constexpr std::string_view prefix = "chandler.dev/";

// The label that opts in, when its value is "true".
inline constexpr std::string_view inject_label = "chandler.dev/inject";

// "migrate" → "chandler.dev/migrate".
std::string full_key(std::string_view name);

// "chandler.dev/migrate" → "migrate"; nullopt for keys that are not ours.
std::optional<std::string_view> name_in(std::string_view key);

}  // namespace chandler::core::annotations
