#include "platform/kubernetes/objects/provision.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {

using nlohmann::json;

std::optional<Provision> read_provision(const json& object) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  Provision provision{.metadata = *std::move(metadata),
                      .kind = text(object, {"spec", "workload", "kind"}),
                      .name = text(object, {"spec", "workload", "name"}),
                      .status = {}};
  if (const json* const status = find(object, {"status"}))
    provision.status = status->dump(-1, ' ', false, json::error_handler_t::replace);
  return provision;
}

}  // namespace chandler::platform::kubernetes::objects
