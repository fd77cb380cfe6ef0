#pragma once

#include <optional>

#include "core/error.hpp"
#include "platform/kubernetes/objects/operation.hpp"

namespace chandler::controller::operations {

// Where operations are kept. Used by one thread.
class OperationStore {
 public:
  using Operation = platform::kubernetes::objects::Operation;
  using Key = platform::kubernetes::objects::ObjectKey;

  OperationStore() = default;
  virtual ~OperationStore() = default;
  OperationStore(const OperationStore&) = delete;
  OperationStore& operator=(const OperationStore&) = delete;
  OperationStore(OperationStore&&) = delete;
  OperationStore& operator=(OperationStore&&) = delete;

  // Replaces its status, as it was seen: kubernetes::code::conflict when somebody was faster.
  virtual core::Expected<Operation> put_status(const Operation& operation) = 0;
  // As it is now. Nullopt: there is none.
  virtual core::Expected<std::optional<Operation>> look(const Key& key) = 0;
};

}  // namespace chandler::controller::operations
