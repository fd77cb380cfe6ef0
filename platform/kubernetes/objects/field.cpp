#include "platform/kubernetes/objects/field.hpp"

#include <nlohmann/json.hpp>

namespace chandler::platform::kubernetes::objects {

using nlohmann::json;

const json* find(const json& object, Path path) {
  const json* at = &object;
  for (const std::string_view key : path) {
    if (!at->is_object()) return nullptr;
    const auto member = at->find(key);
    if (member == at->end() || member->is_null()) return nullptr;
    at = &*member;
  }
  return at;
}

std::string text(const json& object, Path path) {
  const json* const found = find(object, path);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::int64_t> number(const json& object, Path path) {
  const json* const found = find(object, path);
  if (found == nullptr || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<bool> flag(const json& object, Path path) {
  const json* const found = find(object, path);
  if (found == nullptr || !found->is_boolean()) return std::nullopt;
  return found->get<bool>();
}

const json& list(const json& object, Path path) {
  static const json none = json::array();
  const json* const found = find(object, path);
  return found != nullptr && found->is_array() ? *found : none;
}

}  // namespace chandler::platform::kubernetes::objects
