#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::platform::kubernetes::objects {

// One of the pod's containers, as the kubelet saw it last.
struct Container {
  enum class State : std::uint8_t { unknown, waiting, running, terminated };
  std::string name;
  bool init = false;
  State state = State::unknown;
  std::int64_t restarts = 0;
  std::string reason;   // "CreateContainerConfigError", "Completed", or empty
  std::string message;  // of waiting, or its termination message: of this run, else of the one before
  std::optional<std::int64_t> exit_code;
  std::optional<Microtime> started;
  std::optional<Microtime> finished;

  bool operator==(const Container&) const = default;
};

struct Pod {
  Metadata metadata;
  std::string phase;  // "Pending", "Running", …
  std::string node;   // "" until it is scheduled
  bool labelled = false;
  std::vector<Container> containers;  // whose names begin as was asked, init ones first, in the spec's order

  bool operator==(const Pod&) const = default;
};

struct PodFields {
  std::string_view label;   // with the value "true": `labelled`
  std::string_view prefix;  // of the containers' names that are kept
};

std::optional<Pod> read_pod(const nlohmann::json& object, const PodFields& fields);

}  // namespace chandler::platform::kubernetes::objects
