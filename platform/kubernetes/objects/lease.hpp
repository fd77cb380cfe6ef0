#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::platform::kubernetes::objects {

// coordination.k8s.io/v1. The times are for people: they are the holder's clock.
struct Lease {
  ObjectKey key;
  std::string resource_version;  // "" of one that is to be made
  std::string holder;            // "": free
  std::chrono::seconds duration{0};
  std::int64_t transitions = 0;  // how often the holder changed
  std::optional<Microtime> acquired;
  std::optional<Microtime> renewed;

  bool operator==(const Lease&) const = default;
};

std::optional<Lease> read_lease(const nlohmann::json& object);

// To create or to replace it; with a resourceVersion only as it was then.
nlohmann::json to_json(const Lease& lease);

}  // namespace chandler::platform::kubernetes::objects
