#include "core/injection/merge.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/injection/document.hpp"
#include "core/injection/names.hpp"

namespace chandler::core::injection {
namespace {

using nlohmann::json;

bool is_our_variable(const json& variable) {
  const std::string_view name = name_of(variable);
  return name.starts_with("CHANDLER_") || name == "SSL_CERT_FILE" || name == "LD_PRELOAD";
}

bool is_our_mount(const json& mount) {
  return find_text(mount, {"mountPath"}).value_or("").starts_with(program_folder) ||
         is_our_volume(find_text(mount, {"name"}).value_or(""));
}

// Objects are merged member by member, anything else is replaced.
void merge_value(json& present, const json& wanted) {
  if (!present.is_object() || !wanted.is_object()) {
    present = wanted;
    return;
  }
  for (const auto& [key, value] : wanted.items()) merge_value(present[key], value);
}

}  // namespace

json merge_array(json present, json wanted, std::string_view identity, const IsOurs& ours) {
  const auto identity_of = [&](const json& element) { return find_text(element, {identity}).value_or(""); };
  const auto same = [&](json& list, const json& element) {
    return std::ranges::find_if(list, [&](const json& other) { return identity_of(other) == identity_of(element); });
  };
  json merged = json::array();
  if (present.is_array()) {
    for (json& element : present) {
      const auto found = same(wanted, element);
      if (found != wanted.end()) {
        merged.push_back(std::move(*found));
        wanted.erase(found);
      } else if (!ours(element)) {
        merged.push_back(std::move(element));
      }
    }
  }
  for (json& element : wanted) merged.push_back(std::move(element));
  return merged;
}

json merge_container(json present, const json& wanted) {
  for (const std::string_view field : {"command", "args", "lifecycle", "ports"}) {
    if (!wanted.contains(field)) present.erase(std::string(field));
  }
  for (const auto& [key, value] : wanted.items()) {
    if (key == "env") {
      present[key] = merge_array(std::move(present[key]), value, "name", is_our_variable);
    } else if (key == "volumeMounts") {
      present[key] = merge_array(std::move(present[key]), value, "mountPath", is_our_mount);
    } else {
      merge_value(present[key], value);
    }
  }
  return present;
}

}  // namespace chandler::core::injection
