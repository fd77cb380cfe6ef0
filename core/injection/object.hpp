#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

// For source files: it includes all of nlohmann/json.
namespace chandler::core::injection {

inline void put_members(nlohmann::json::object_t&) {}

template <typename Value, typename... Rest>
void put_members(nlohmann::json::object_t& members, std::string_view key, Value&& value, Rest&&... rest) {
  members.emplace(std::string(key), std::forward<Value>(value));
  put_members(members, std::forward<Rest>(rest)...);
}

// object("name", n, "optional", true). An initializer list would build each member as an array first and
// copy it from there, which is most of an admission's time.
template <typename... Members>
nlohmann::json object(Members&&... members) {
  nlohmann::json::object_t built;
  put_members(built, std::forward<Members>(members)...);
  return built;
}

}  // namespace chandler::core::injection
