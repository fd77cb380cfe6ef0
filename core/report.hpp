#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/error.hpp"

namespace chandler::core {

// The end of a one-shot command, verdict first. The kubelet shares 12,288 bytes among the containers of
// a pod, so what goes to the termination message has to fit `termination_message_limit`.
inline constexpr std::size_t termination_message_limit = 1024;

struct Report {
  std::string tool;  // "migrate", "load", "wait", …
  Outcome outcome = Outcome::done;
  std::chrono::system_clock::time_point started;
  std::chrono::milliseconds duration{0};
  std::optional<Error> error;
};

// {"tool","outcome","started","duration_ms",…details,"error":{…}}. `details` is an object of the
// tool's own figures; its keys come in the order given, between the verdict and the error.
nlohmann::ordered_json full_object(const Report& report, const nlohmann::ordered_json& details);

// The same as compact JSON of at most `limit` bytes: valid UTF-8, valid JSON, verdict first. What does
// not fit goes in this order: details from the last key, then the error's hint and message are shortened.
std::string to_termination_message(const Report& report, const nlohmann::ordered_json& details,
                                   std::size_t limit = termination_message_limit);

}  // namespace chandler::core
