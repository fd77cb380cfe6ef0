#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "sidecar/queue/task.hpp"

namespace chandler::execute {

// How an attempt ended.
enum class Verdict : std::uint8_t {
  completed,
  retry,    // it failed, and may go better later; it fails for good when no attempt is left
  failed,   // for good
  release,  // nothing was tried: as if it had never been claimed

  // Of these nothing is left to record:
  recorded,  // completed, within the handler's own transaction
  refused,   // its claim was no longer ours
};

struct Outcome {
  Claim claim;
  std::string queue;
  Verdict verdict = Verdict::completed;
  std::optional<std::string> result;   // JSON
  std::optional<std::string> error;    // for a person
  std::chrono::milliseconds delay{0};  // until it may be claimed again: of `retry` and `release`
};

}  // namespace chandler::execute
