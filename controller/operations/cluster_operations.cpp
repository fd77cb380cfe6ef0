#include "controller/operations/cluster_operations.hpp"

#include <nlohmann/json.hpp>

namespace chandler::controller::operations {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;

core::Expected<OperationStore::Operation> ClusterOperations::put_status(const Operation& operation) {
  const objects::ObjectKey& key = operation.metadata.key;
  kubernetes::Resource resource = objects::operation(key.namespace_name, key.name);
  resource.subresource = "status";
  const auto written = client_.replace(resource, objects::status_of(operation));
  if (!written) return std::unexpected(written.error());
  auto read = objects::read_operation(*written);
  if (read) return *std::move(read);
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = std::string(kubernetes::code::unreachable),
                                     .message = "what the API server answered is no Operation"});
}

core::Expected<std::optional<OperationStore::Operation>> ClusterOperations::look(const Key& key) {
  std::optional<Operation> found;
  const auto listed = client_.list(objects::operation(key.namespace_name, ""),
                                   {.selection = {.labels = {}, .fields = "metadata.name=" + key.name}},
                                   [&](nlohmann::json&& item) { found = objects::read_operation(item); });
  if (!listed) return std::unexpected(listed.error());
  return found;
}

}  // namespace chandler::controller::operations
