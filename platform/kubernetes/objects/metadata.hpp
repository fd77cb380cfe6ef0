#pragma once

#include <compare>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/time.hpp"

namespace chandler::platform::kubernetes::objects {

struct ObjectKey {
  std::string namespace_name;  // "" for cluster-wide kinds
  std::string name;

  auto operator<=>(const ObjectKey&) const = default;
};

// "apps/menu", or "menu".
std::string display(const ObjectKey& key);

// The owner that made the object and deletes it: an object has one at most.
struct Controller {
  std::string kind;
  std::string name;
  std::string uid;

  bool operator==(const Controller&) const = default;
};

struct Metadata {
  ObjectKey key;
  std::string uid;
  std::string resource_version;
  std::optional<Controller> controller;
  bool being_deleted = false;
  std::optional<Microtime> created = {};  // the API server's clock; never changes

  // Whether they say the same: each write gives a new resourceVersion, whatever it changes.
  friend bool operator==(const Metadata& a, const Metadata& b) {
    return a.key == b.key && a.uid == b.uid && a.controller == b.controller && a.being_deleted == b.being_deleted;
  }
};

// Nullopt: it has no name or no resourceVersion, and so is no stored object.
std::optional<Metadata> read_metadata(const nlohmann::json& object);

}  // namespace chandler::platform::kubernetes::objects
