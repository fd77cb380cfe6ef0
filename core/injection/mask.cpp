#include "core/injection/mask.hpp"

#include "core/injection/names.hpp"
#include "core/injection/object.hpp"

namespace chandler::core::injection {

using nlohmann::json;

json token_mask_volume() {
  return object("name", no_token_volume, "emptyDir", json::object());
}

json token_mask_mount() {
  return object("name", no_token_volume, "mountPath", token_folder, "readOnly", true);
}

}  // namespace chandler::core::injection
