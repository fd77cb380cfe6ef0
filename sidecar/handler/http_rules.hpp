#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"
#include "sidecar/queue/task.hpp"

namespace chandler::execute {

// What an answer means for the task, and for those behind it.
struct Judgement {
  enum class Kind : std::uint8_t {
    completed,
    retry,   // 408, 425, 429 and 5xx without Retry-After
    failed,  // other 3xx and 4xx: asking again would end the same
    pause,   // 404, and whatever says Retry-After with a status to retry: the target is not there yet, or has enough
  };
  Kind kind = Kind::completed;
  std::optional<std::chrono::milliseconds> after;  // of `pause`: as the target said
};

// `retry_after`: that header, seconds or a date, or empty.
Judgement judge(int status, std::string_view retry_after, std::chrono::sys_seconds now);

// CloudEvents 1.0 in binary mode, an Idempotency-Key that is the same at each attempt, and what handlers want to know.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
platform::http::Headers headers_of(const Task& task, std::chrono::sys_time<std::chrono::milliseconds> deadline);

// Text as a header's value: what is not printable ASCII, blanks, quotes and percent signs in percent-encoding, as that
// binding has it.
std::string header_value(std::string_view text);

}  // namespace chandler::execute
