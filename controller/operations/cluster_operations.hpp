#pragma once

#include "controller/operations/operation_store.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::controller::operations {

// Those of the cluster. Needs list on operations and update on their status.
class ClusterOperations final : public OperationStore {
 public:
  explicit ClusterOperations(platform::kubernetes::Client client) : client_(std::move(client)) {}

  core::Expected<Operation> put_status(const Operation& operation) override;
  core::Expected<std::optional<Operation>> look(const Key& key) override;

 private:
  platform::kubernetes::Client client_;
};

}  // namespace chandler::controller::operations
