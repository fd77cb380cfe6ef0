#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/store.hpp"

namespace chandler::platform::kubernetes {

// The objects of a collection as small structs, kept by a Reflector: what client-go calls an informer's store. `Object`
// has `metadata` and compares by what it says. Threads: `find`, `all`, `size` and `synced` from any.
template <typename Object>
class Watched final : public Store {
 public:
  using Pointer = std::shared_ptr<const Object>;
  using Read = std::function<std::optional<Object>(const nlohmann::json&)>;
  // Null `before`: added; null `now`: gone; both: changed. Called in the Reflector's thread, with no lock held, after
  // the change can be seen. Something that is put again as it was is no change.
  using Changed = std::function<void(const Pointer& before, const Pointer& now)>;

  Watched(Read read, Changed changed) : read_(std::move(read)), changed_(std::move(changed)) {}

  Pointer find(const objects::ObjectKey& key) const {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(key);
    return found == objects_.end() ? nullptr : found->second;
  }

  std::vector<Pointer> all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<Pointer> pointers;
    pointers.reserve(objects_.size());
    for (const auto& [key, object] : objects_) pointers.push_back(object);
    return pointers;
  }

  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return objects_.size();
  }

  // Whether a first list came whole: before, what is not there may only not have come yet.
  bool synced() const {
    const std::scoped_lock lock(mutex_);
    return synced_;
  }

  void begin_list() override { listed_.emplace(); }

  void end_list() override {
    std::vector<Pointer> gone;
    {
      const std::scoped_lock lock(mutex_);
      std::erase_if(objects_, [&](const auto& entry) {
        if (listed_->contains(entry.first)) return false;
        gone.push_back(entry.second);
        return true;
      });
      synced_ = true;
    }
    listed_.reset();
    for (const Pointer& before : gone) changed_(before, nullptr);
  }

  void put(const nlohmann::json& object) override {
    auto read = read_(object);
    if (!read) return;
    const auto now = std::make_shared<const Object>(*std::move(read));
    if (listed_) listed_->insert(now->metadata.key);
    Pointer before;
    {
      const std::scoped_lock lock(mutex_);
      before = std::exchange(objects_[now->metadata.key], now);
    }
    if (!before || *before != *now) changed_(before, now);
  }

  void remove(const nlohmann::json& object) override {
    const auto metadata = objects::read_metadata(object);
    if (!metadata) return;
    Pointer before;
    {
      const std::scoped_lock lock(mutex_);
      const auto found = objects_.find(metadata->key);
      if (found == objects_.end()) return;
      before = std::move(found->second);
      objects_.erase(found);
    }
    changed_(before, nullptr);
  }

 private:
  const Read read_;
  const Changed changed_;
  std::optional<std::set<objects::ObjectKey>> listed_;  // the Reflector's thread's, within a list
  mutable std::mutex mutex_;
  std::map<objects::ObjectKey, Pointer> objects_;
  bool synced_ = false;
};

}  // namespace chandler::platform::kubernetes
