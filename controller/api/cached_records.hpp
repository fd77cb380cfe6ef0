#pragma once

#include <map>
#include <mutex>

#include "controller/api/records.hpp"
#include "controller/cache/caches.hpp"

namespace chandler::controller::api {

// What the controller's caches hold of Provisions and Operations.
class CachedRecords final : public Records {
 public:
  // Borrows `caches`.
  explicit CachedRecords(const Caches& caches) : caches_(caches) {}

  bool synced() const override { return caches_.provisioned() && caches_.operations_synced(); }
  std::vector<Provision> provisions() const override;
  std::vector<Operation> operations() const override { return caches_.operations(); }

 private:
  const Caches& caches_;
  mutable std::mutex mutex_;
  // Made anew for those that changed since they were asked for last.
  mutable std::map<platform::kubernetes::objects::ObjectKey, Provision> known_;
};

}  // namespace chandler::controller::api
