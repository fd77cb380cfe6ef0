#include "controller/operations/request.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;
using nlohmann::json;

json object_of(const Request& request) {
  const objects::Operation::Spec& spec = request.spec;
  json object{{"apiVersion", "chandler.dev/v1alpha1"},
              {"kind", "Operation"},
              {"metadata", {{"namespace", request.namespace_name}}},
              {"spec",
               {{"workload", {{"kind", spec.kind}, {"name", spec.workload}}},
                {"action", objects::name_of(spec.action)},
                {"ttlSecondsAfterFinished", spec.ttl.count()}}}};
  if (!spec.target.empty()) object["spec"]["target"] = spec.target;
  if (!spec.requested_by.empty()) object["spec"]["requestedBy"] = spec.requested_by;
  if (request.name.empty()) {
    object["metadata"]["generateName"] = std::format("{}-{}-", spec.workload, objects::name_of(spec.action));
  } else {
    object["metadata"]["name"] = request.name;
  }
  return object;
}

}  // namespace

core::Expected<std::string> request_operation(kubernetes::Client& client, const Request& request) {
  const auto created = client.create(objects::operation(request.namespace_name, {}), object_of(request));
  if (created) {
    const auto metadata = objects::read_metadata(*created);
    return metadata ? metadata->key.name : request.name;
  }
  if (created.error().code == kubernetes::code::conflict && !request.name.empty()) return request.name;
  return std::unexpected(created.error());
}

}  // namespace chandler::controller::operations
