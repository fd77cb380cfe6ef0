#include "controller/api/cached_records.hpp"

#include <utility>

namespace chandler::controller::api {

std::vector<Records::Provision> CachedRecords::provisions() const {
  const std::scoped_lock lock(mutex_);
  std::vector<Provision> all;
  std::map<platform::kubernetes::objects::ObjectKey, Provision> now;
  for (auto& object : caches_.provisions()) {
    if (object->kind.empty() || object->name.empty()) continue;
    const auto before = known_.find(object->metadata.key);
    Provision record = before != known_.end() && before->second->object == object
                           ? before->second
                           : std::make_shared<const ProvisionRecord>(record_of(object));
    now.emplace(object->metadata.key, record);
    all.push_back(std::move(record));
  }
  known_ = std::move(now);
  return all;
}

}  // namespace chandler::controller::api
