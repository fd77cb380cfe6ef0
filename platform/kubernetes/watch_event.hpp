#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/page.hpp"

namespace chandler::platform::kubernetes {

// One line of a watch.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
struct WatchEvent {
  enum class Type : std::uint8_t {
    added,
    modified,
    deleted,   // or it matches the selector no more
    bookmark,  // all up to its resourceVersion was told; it holds nothing else
    error,     // the object is a Status, and the stream is over
  };
  Type type = Type::added;
  nlohmann::json object;
};

// Nullopt: no event.
std::optional<WatchEvent> read_watch_event(std::string_view line, ManagedFields managed_fields);

}  // namespace chandler::platform::kubernetes
