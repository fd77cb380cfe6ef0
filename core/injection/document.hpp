#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/read.hpp"

// Reading JSON of any shape without a throw: what is missing or of another type is null or empty.
namespace chandler::core::injection {

// The member at the end of the path, or null when a step is missing, null or no object.
const nlohmann::json* find(const nlohmann::json& value, std::initializer_list<std::string_view> path);

// The text at the end of the path, or nullopt; borrows.
std::optional<std::string_view> find_text(const nlohmann::json& value, std::initializer_list<std::string_view> path);

// The elements of an array, none for anything else; borrows.
std::vector<const nlohmann::json*> elements(const nlohmann::json* array);

// An element's "name", or empty.
std::string_view name_of(const nlohmann::json& element);

// The element of that name in an array of named things, or null.
const nlohmann::json* find_named(const nlohmann::json* array, std::string_view name);

// The texts among an object's members (metadata.annotations, metadata.labels); borrows.
std::vector<annotations::Entry> entries(const nlohmann::json* object);

// metadata of an object, as a value that `find` takes even when it is missing.
const nlohmann::json& metadata_of(const nlohmann::json& object);

}  // namespace chandler::core::injection
