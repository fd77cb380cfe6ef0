#pragma once

#include <format>
#include <functional>
#include <optional>
#include <string>

#include "controller/operations/operation_store.hpp"
#include "platform/kubernetes/errors.hpp"

namespace chandler::controller::operations {

// One operation in memory, as the API server keeps it.
struct MemoryOperations final : OperationStore {
  std::optional<Operation> kept;
  int version = 1;
  // What becomes of the next answers: true takes the write and loses its answer.
  bool lose_answer = false;
  bool away = false;

  explicit MemoryOperations(Operation operation) : kept(std::move(operation)) {}

  void touch() { kept->metadata.resource_version = std::to_string(++version); }

  core::Expected<Operation> put_status(const Operation& operation) override {
    namespace code = platform::kubernetes::code;
    if (away) return failed(code::unreachable);
    if (!kept || kept->metadata.uid != operation.metadata.uid) return failed(code::not_found);
    if (kept->metadata.resource_version != operation.metadata.resource_version) return failed(code::conflict);
    kept->status = operation.status;
    touch();
    if (std::exchange(lose_answer, false)) return failed(code::unreachable);
    return *kept;
  }
  core::Expected<std::optional<Operation>> look(const Key&) override {
    if (away) return failed(platform::kubernetes::code::unreachable);
    return kept;
  }

 private:
  static std::unexpected<core::Error> failed(std::string_view code) {
    return std::unexpected(
        core::Error{.outcome = core::Outcome::could_not, .code = std::string(code), .message = std::string(code)});
  }
};

}  // namespace chandler::controller::operations
