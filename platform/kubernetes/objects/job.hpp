#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::platform::kubernetes::objects {

struct Job {
  enum class State : std::uint8_t { running, suspended, complete, failed };
  Metadata metadata;
  std::string cron_job = {};   // the CronJob that it is a run of, or empty
  std::string operation = {};  // the Operation that asked for it, or empty
  std::string component = {};  // what it does: its label app.kubernetes.io/component, "refresh"
  bool manual = false;         // a person made it out of the CronJob
  State state = State::running;
  std::string reason;   // of a failure: "BackoffLimitExceeded", "PodFailurePolicy", …
  std::string message;  // of a failure
  std::int64_t active = 0;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
  std::optional<Microtime> started;
  std::optional<Microtime> finished;

  bool operator==(const Job&) const = default;
};

std::optional<Job> read_job(const nlohmann::json& object);

}  // namespace chandler::platform::kubernetes::objects
