#include "core/injection/mask.hpp"

#include <nlohmann/json.hpp>

#include "core/injection/names.hpp"

namespace chandler::core::injection {

using nlohmann::json;

json token_mask_volume() { return {{"name", no_token_volume}, {"emptyDir", json::object()}}; }

json token_mask_mount() { return {{"name", no_token_volume}, {"mountPath", token_folder}, {"readOnly", true}}; }

}  // namespace chandler::core::injection
