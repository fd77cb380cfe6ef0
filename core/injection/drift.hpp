#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/injection/settings.hpp"

// What came to be while the webhook was away.
namespace chandler::core::injection {

// Whether a pod that exists would get containers of ours now, or be refused, and so was made without being asked
// about. Costs an admission: for pods that have none of ours.
bool is_missed(const nlohmann::json& pod, std::string_view namespace_name, const Settings& settings);

// A directive, or the label, that the pod template does not hold as its workload's metadata has it.
struct StaleCopy {
  std::string key;     // "chandler.dev/load"
  std::string wanted;  // the metadata's value
  bool lacks = false;  // the template has none; else another value
  std::string held;    // that one

  bool operator==(const StaleCopy&) const = default;
};

// By the webhook's own rule for copying, in the registry's order. Whether a value of the template's own is meant, or
// was left behind, nobody can tell: both are here. Empty for a workload without the label.
std::vector<StaleCopy> stale_copies(const nlohmann::json& workload, std::string_view kind);

}  // namespace chandler::core::injection
