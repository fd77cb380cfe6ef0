#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/store.hpp"

namespace chandler::platform::kubernetes {

// The objects of a collection as small structs, kept by Reflectors: what client-go calls an informer's store. `Object`
// has `metadata` and compares by what it says. Threads: `find`, `all`, `size` and `synced` from any.
template <typename Object>
class Watched final : public Store {
 public:
  using Pointer = std::shared_ptr<const Object>;
  using Read = std::function<std::optional<Object>(const nlohmann::json&)>;
  // Null `before`: added; null `now`: gone; both: changed. Called in a Reflector's thread, with no lock held, after
  // the change can be seen. Something that is put again as it was is no change.
  using Changed = std::function<void(const Pointer& before, const Pointer& now)>;

  // `lists`: how many Reflectors keep it.
  Watched(Read read, Changed changed, std::size_t lists = 1)
      : read_(std::move(read)), changed_(std::move(changed)), lists_(lists) {}

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

  // Whether a first list came whole from each: before, what is not there may only not have come yet.
  bool synced() const {
    const std::scoped_lock lock(mutex_);
    return synced_.size() == lists_;
  }

  void begin_list(const std::string& namespace_name) override {
    const std::scoped_lock lock(mutex_);
    listed_[namespace_name].clear();
  }

  void end_list(const std::string& namespace_name) override {
    std::vector<Pointer> gone;
    {
      const std::scoped_lock lock(mutex_);
      const std::set<objects::ObjectKey> listed = std::move(listed_.extract(namespace_name).mapped());
      std::erase_if(objects_, [&](const auto& entry) {
        const bool asked_for = namespace_name.empty() || entry.first.namespace_name == namespace_name;
        if (!asked_for || listed.contains(entry.first)) return false;
        gone.push_back(entry.second);
        return true;
      });
      synced_.insert(namespace_name);
    }
    for (const Pointer& before : gone) changed_(before, nullptr);
  }

  void put(const nlohmann::json& object) override {
    auto read = read_(object);
    if (!read) return;
    const auto now = std::make_shared<const Object>(*std::move(read));
    Pointer before;
    {
      const std::scoped_lock lock(mutex_);
      for (auto& [namespace_name, listed] : listed_) {
        if (namespace_name.empty() || namespace_name == now->metadata.key.namespace_name)
          listed.insert(now->metadata.key);
      }
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
  const std::size_t lists_;
  mutable std::mutex mutex_;
  std::map<objects::ObjectKey, Pointer> objects_;
  std::map<std::string, std::set<objects::ObjectKey>> listed_;  // of the lists that are under way
  std::set<std::string> synced_;                                // whose list came whole once
};

}  // namespace chandler::platform::kubernetes
