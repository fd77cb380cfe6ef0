#pragma once

#include <functional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

// Bringing what stands in a pod to what should stand there, and leaving alone what others added (the API
// server's defaults, token mounts, environment of other webhooks), so that a second time changes nothing.
namespace chandler::core::injection {

using IsOurs = std::function<bool(const nlohmann::json& element)>;

// An array of things told apart by `identity` ("name", "mountPath"): ours are replaced in place, missing
// ones appended, those of ours that are no longer wanted taken out; others keep their order.
nlohmann::json merge_array(nlohmann::json present, nlohmann::json wanted, std::string_view identity,
                           const IsOurs& ours);

// A container of ours as it stands and as it should be.
nlohmann::json merge_container(nlohmann::json present, const nlohmann::json& wanted);

}  // namespace chandler::core::injection
