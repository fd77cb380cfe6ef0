#pragma once

#include <memory>

#include "controller/api/records.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/reflector.hpp"
#include "platform/kubernetes/watched.hpp"

namespace chandler::controller::api {

// All Provisions and Operations, followed by list and watch.
class WatchedRecords final : public Records {
 public:
  // `namespaces`: those that are followed; empty: all.
  static core::Expected<std::unique_ptr<WatchedRecords>> start(const platform::kubernetes::Cluster& cluster,
                                                               std::vector<std::string> namespaces);

  bool synced() const override { return provisions_.synced() && operations_.synced(); }
  std::vector<Provision> provisions() const override { return provisions_.all(); }
  std::vector<Operation> operations() const override { return operations_.all(); }

 private:
  explicit WatchedRecords(std::size_t lists);

  platform::kubernetes::Watched<ProvisionRecord> provisions_;
  platform::kubernetes::Watched<OperationRecord> operations_;
  std::vector<std::unique_ptr<platform::kubernetes::Reflector>> reflectors_;  // the last: they use the rest
};

}  // namespace chandler::controller::api
