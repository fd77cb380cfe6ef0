#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::controller::api {

// A Provision as the API tells of it. Texts are JSON, made when the object was read: a list of a thousand is put
// together out of them.
struct ProvisionRecord {
  platform::kubernetes::objects::Metadata metadata;
  std::string created;  // RFC 3339
  std::string kind;     // of the workload
  std::string name;     // of the workload; the object's own differs
  std::string state;    // "Ready", …; "Unknown" while no status is written
  std::string overview;  // one line of a list
  std::string status;    // all of it: "{…}"

  bool operator==(const ProvisionRecord&) const = default;
};

// An Operation as the API tells of it.
struct OperationRecord {
  platform::kubernetes::objects::Metadata metadata;
  std::string created;
  std::string kind;  // of the workload
  std::string workload;
  std::string phase;  // "Pending" while no status is written
  std::string text;   // all that is told of it: "{…}"

  bool operator==(const OperationRecord&) const = default;
};

// Nullopt: no stored object, or one that names no workload.
std::optional<ProvisionRecord> read_provision_record(const nlohmann::json& object);
std::optional<OperationRecord> read_operation_record(const nlohmann::json& object);

// What the API reads; the seam that tests stand at. Threads: any.
class Records {
 public:
  using Provision = std::shared_ptr<const ProvisionRecord>;
  using Operation = std::shared_ptr<const OperationRecord>;

  Records() = default;
  virtual ~Records() = default;
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  Records(Records&&) = delete;
  Records& operator=(Records&&) = delete;

  // Whether all was read once: before, what is not there may only not have come yet.
  virtual bool synced() const = 0;
  virtual std::vector<Provision> provisions() const = 0;
  virtual std::vector<Operation> operations() const = 0;
};

}  // namespace chandler::controller::api
