#pragma once

#include <cstdint>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"

namespace chandler::core::injection {

enum class OptIn : std::uint8_t {
  absent,
  yes,      // "true"
  no,       // "false"
  unclear,  // any other value: as if absent, and said
};

// What chandler.dev/inject says among the labels of this metadata.
OptIn opt_in(const nlohmann::json& metadata);

// The finding about a value that is neither "true" nor "false".
std::optional<annotations::Finding> unclear_label(const nlohmann::json& metadata);

}  // namespace chandler::core::injection
