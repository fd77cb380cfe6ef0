#include "controller/reconcile/fields.hpp"

#include <algorithm>
#include <format>

#include <nlohmann/json.hpp>

namespace chandler::controller::reconcile {
namespace {

using nlohmann::json;

constexpr std::string_view member_prefix = "f:";
constexpr std::string_view element_prefix = "k:";
constexpr std::string_view value_prefix = "v:";

// Whether the element has the values that tell it apart.
bool has_key(const json& element, const json& key) {
  if (!element.is_object() || !key.is_object()) return false;
  return std::ranges::all_of(key.items(), [&](const auto& item) {
    const auto found = element.find(item.key());
    return found != element.end() && *found == item.value();
  });
}

// What `object` has at that step; null: nothing.
const json* at_step(const json& object, std::string_view step) {
  if (step.starts_with(member_prefix)) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(step.substr(member_prefix.size()));
    return found == object.end() ? nullptr : &*found;
  }
  if (!object.is_array()) return nullptr;
  const bool value = step.starts_with(value_prefix);
  const json wanted = json::parse(step.substr(element_prefix.size()), nullptr, false);
  const auto found = std::ranges::find_if(
      object, [&](const json& element) { return value ? element == wanted : has_key(element, wanted); });
  return found == object.end() ? nullptr : &*found;
}

std::string shown(std::string_view step) {
  return step.starts_with(member_prefix) ? std::format(".{}", step.substr(member_prefix.size()))
                                         : std::format("[{}]", step.substr(element_prefix.size()));
}

std::string beyond(const json& fields, const json& object, const std::string& path) {
  if (!fields.is_object()) return {};
  for (const auto& [step, below] : fields.items()) {
    if (step == ".") continue;
    std::string place = path + shown(step);
    const json* const found = at_step(object, step);
    if (found == nullptr) return place;
    if (std::string further = beyond(below, *found, place); !further.empty()) return further;
  }
  return {};
}

}  // namespace

const json* owned_member(const json* fields, std::string_view name) {
  if (fields == nullptr || !fields->is_object() || fields->empty()) return fields;
  const auto found = fields->find(std::format("{}{}", member_prefix, name));
  return found == fields->end() ? nullptr : &*found;
}

const json* owned_element(const json* fields, const json& element) {
  if (fields == nullptr || !fields->is_object() || fields->empty()) return fields;
  for (const auto& [step, below] : fields->items()) {
    if (!step.starts_with(element_prefix)) continue;
    if (has_key(element, json::parse(step.substr(element_prefix.size()), nullptr, false))) return &below;
  }
  return nullptr;
}

std::string owned_beyond(const json& fields, const json& object) {
  std::string path = beyond(fields, object, "");
  return path.starts_with('.') ? path.substr(1) : path;
}

}  // namespace chandler::controller::reconcile
