#pragma once

#include <nlohmann/json_fwd.hpp>

// An empty folder over the service account's token: our containers have no use for it, and the
// ServiceAccount admission plugin, which would mount it, leaves a path alone that is mounted already.
namespace chandler::core::injection {

nlohmann::json token_mask_volume();
nlohmann::json token_mask_mount();

}  // namespace chandler::core::injection
