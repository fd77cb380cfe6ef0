#include "core/injection/document.hpp"

#include <nlohmann/json.hpp>

namespace chandler::core::injection {

using nlohmann::json;

const json* find(const json& value, std::initializer_list<std::string_view> path) {
  const json* at = &value;
  for (const std::string_view key : path) {
    if (!at->is_object()) return nullptr;
    const auto member = at->find(key);
    if (member == at->end() || member->is_null()) return nullptr;
    at = &*member;
  }
  return at;
}

std::optional<std::string_view> find_text(const json& value, std::initializer_list<std::string_view> path) {
  const json* found = find(value, path);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return found->get_ref<const std::string&>();
}

std::vector<const json*> elements(const json* array) {
  std::vector<const json*> all;
  if (array == nullptr || !array->is_array()) return all;
  all.reserve(array->size());
  for (const json& element : *array) all.push_back(&element);
  return all;
}

std::string_view name_of(const json& element) {
  return find_text(element, {"name"}).value_or("");
}

const json* find_named(const json* array, std::string_view name) {
  if (array == nullptr || !array->is_array()) return nullptr;
  for (const json& element : *array) {
    if (name_of(element) == name) return &element;
  }
  return nullptr;
}

std::vector<annotations::Entry> entries(const json* object) {
  std::vector<annotations::Entry> all;
  if (object == nullptr || !object->is_object()) return all;
  for (const auto& [key, value] : object->items()) {
    if (value.is_string()) all.push_back({key, value.get_ref<const std::string&>()});
  }
  return all;
}

const json& metadata_of(const json& object) {
  static const json none;
  const json* metadata = find(object, {"metadata"});
  return metadata == nullptr ? none : *metadata;
}

}  // namespace chandler::core::injection
