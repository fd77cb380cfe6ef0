#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"

namespace chandler::core::injection {

// What happens to one key of the pod template. Needs no record of what was copied earlier: the old
// object tells.
enum class CopyAction : std::uint8_t { keep, set, remove, template_wins };

// `wanted`: the workload's metadata now, nullopt when the key (or the label) left it; `before`: its
// metadata in the old object; `held`: the template now.
CopyAction copy_action(std::optional<std::string_view> wanted, std::optional<std::string_view> before,
                       std::optional<std::string_view> held);

// Copies the label and the directives that concern pods from the workload's metadata into its pod template, and
// takes away those that left it. Nothing is copied before the label and one directive are both there.
// `pod_template` is the template inside a copy of the workload; `old_metadata` is null on CREATE.
std::vector<annotations::Finding> copy_directives(nlohmann::json& pod_template, const nlohmann::json& metadata,
                                                  const nlohmann::json* old_metadata);

}  // namespace chandler::core::injection
