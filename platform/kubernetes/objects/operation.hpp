#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/time.hpp"
#include "platform/kubernetes/resource.hpp"

namespace chandler::platform::kubernetes::objects {

// chandler.dev/v1alpha1: an action on a workload that is done once.
struct Operation {
  enum class Action : std::uint8_t {
    refresh,
    probe,
    migrate_status,
    restart,
    suspend,
    resume,
    retry_tasks,
    unknown  // of a newer version of the kind
  };
  enum class Phase : std::uint8_t { pending, running, succeeded, failed };

  // Cannot change.
  struct Spec {
    std::string kind;      // of the workload: "Deployment"
    std::string workload;  // its name
    Action action = Action::unknown;
    std::string target;        // of suspend and resume: "refresh", "probe", or empty for both
    std::string requested_by;  // a user, or empty
    std::chrono::seconds ttl{604'800};

    bool operator==(const Spec&) const = default;
  };
  // The times are for people, but for `renewed`: that it moves keeps the claim, whatever it says.
  struct Status {
    Phase phase = Phase::pending;
    std::int64_t attempts = 0;
    std::string message;
    std::string reason;
    std::string worker;  // who holds the claim while it runs; of what ended, who did it
    std::string job;     // that does it, or empty
    std::optional<Microtime> claimed;
    std::optional<Microtime> renewed;
    std::optional<Microtime> next_attempt;  // not earlier
    std::optional<Microtime> started;
    std::optional<Microtime> finished;

    bool operator==(const Status&) const = default;
    bool ended() const { return phase == Phase::succeeded || phase == Phase::failed; }
  };

  Metadata metadata;
  Spec spec;
  Status status;

  bool operator==(const Operation&) const = default;
};

std::string_view name_of(Operation::Action action);  // "migrate-status"
std::string_view name_of(Operation::Phase phase);    // "Succeeded"

// Nullopt: no stored object.
std::optional<Operation> read_operation(const nlohmann::json& object);

// For a replace of the status subresource: as it was seen, and only of that very object.
nlohmann::json status_of(const Operation& operation);

// One, or with an empty name all of the namespace.
Resource operation(std::string_view namespace_name, std::string_view name);

}  // namespace chandler::platform::kubernetes::objects
