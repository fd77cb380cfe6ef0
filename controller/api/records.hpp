#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/kubernetes/objects/operation.hpp"
#include "platform/kubernetes/objects/provision.hpp"

namespace chandler::controller::api {

// A Provision as a list tells of it, made once: a list of a thousand is put together out of them.
struct ProvisionRecord {
  std::shared_ptr<const platform::kubernetes::objects::Provision> object;
  std::string state;     // "Ready", …; "Unknown" while no status is written
  std::string overview;  // JSON
};

ProvisionRecord record_of(std::shared_ptr<const platform::kubernetes::objects::Provision> object);

// All that is told of an operation, as JSON.
std::string text_of(const platform::kubernetes::objects::Operation& operation);

// What the API reads; the seam that tests stand at. Threads: any.
class Records {
 public:
  using Provision = std::shared_ptr<const ProvisionRecord>;
  using Operation = std::shared_ptr<const platform::kubernetes::objects::Operation>;

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
