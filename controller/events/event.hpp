#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::controller::events {

struct Regarding {
  std::string api_version;  // "apps/v1"
  std::string kind;
  platform::kubernetes::objects::ObjectKey key;
  std::string uid;
};

// What `kubectl describe` shows below the object that it is about.
struct Event {
  enum class Type : std::uint8_t { normal, warning };
  Regarding regarding;
  Type type = Type::warning;
  std::string reason;   // "NameTaken"
  std::string action;   // what was being done: "Reconcile"
  std::string note;     // one sentence or two; cut to what the API takes
  bool lasting = true;  // it is so, and is seen to be each time one looks; false: it happened
};

// "bad_value" → "BadValue": ids are the same in logs, metrics and events, each in its own spelling.
std::string reason_of(std::string_view id);

// Of equal events the same, so that all replicas write one object: "menu.6f0c7e91b2d4a853".
std::string name_of(const Event& event);

// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
nlohmann::json to_json(const Event& event, std::string_view instance, platform::kubernetes::objects::Microtime now);

// A merge patch that says: it is still so.
nlohmann::json again(std::int64_t count, platform::kubernetes::objects::Microtime now);

}  // namespace chandler::controller::events
