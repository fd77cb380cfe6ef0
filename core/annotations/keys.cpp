#include "core/annotations/keys.hpp"

namespace chandler::core::annotations {

std::string full_key(std::string_view name) {
  return std::string(prefix).append(name);
}

std::optional<std::string_view> name_in(std::string_view key) {
  if (!key.starts_with(prefix)) return std::nullopt;
  return key.substr(prefix.size());
}

}  // namespace chandler::core::annotations
