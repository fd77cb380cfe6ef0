#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

// Reading objects of any shape without a throw, for the readers of this folder: what is missing, null or of another
// type is empty.
namespace chandler::platform::kubernetes::objects {

using Path = std::initializer_list<std::string_view>;

// Null when a step is missing.
const nlohmann::json* find(const nlohmann::json& object, Path path);

std::string text(const nlohmann::json& object, Path path);
std::optional<std::int64_t> number(const nlohmann::json& object, Path path);
std::optional<bool> flag(const nlohmann::json& object, Path path);

// An array to iterate over; an empty one where there is none.
const nlohmann::json& list(const nlohmann::json& object, Path path);

}  // namespace chandler::platform::kubernetes::objects
