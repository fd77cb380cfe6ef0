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
  // The end of its ReplicaSet's name, by which a Deployment tells its pods apart; "" where no Deployment made it.
  std::string template_hash;
  std::optional<Microtime> started;  // when the kubelet took it on
  bool labelled = false;
  bool ready = false;
  bool missed = false;                // asks for containers of ours and was made without; set by who knows how to tell
  std::vector<Container> containers;  // whose names begin as was asked, init ones first, in the spec's order

  bool operator==(const Pod&) const = default;
};

// "Succeeded" or "Failed": nothing runs in it any more.
bool has_ended(const Pod& pod);

struct PodFields {
  std::string_view label;   // with the value "true": `labelled`
  std::string_view prefix;  // of the containers' names that are kept
};

std::optional<Pod> read_pod(const nlohmann::json& object, const PodFields& fields);

}  // namespace chandler::platform::kubernetes::objects
