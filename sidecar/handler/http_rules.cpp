#include "sidecar/handler/http_rules.hpp"

#include <algorithm>
#include <format>

#include "core/text/number.hpp"
#include "platform/http/http_date.hpp"

namespace chandler::execute {
namespace {

constexpr std::chrono::milliseconds longest_pause = std::chrono::minutes(5);

std::optional<std::chrono::milliseconds> pause_of(std::string_view retry_after, std::chrono::sys_seconds now) {
  if (retry_after.empty()) return std::nullopt;
  std::chrono::milliseconds pause{0};
  if (const auto seconds = core::text::parse_whole(retry_after, 0, 1'000'000)) {
    pause = std::chrono::seconds(*seconds);
  } else if (const auto date = platform::http::parse_http_date(retry_after)) {
    pause = std::max(*date - now, std::chrono::seconds(0));
  } else {
    return std::nullopt;
  }
  return std::min(pause, longest_pause);
}

bool is_to_be_retried(int status) {
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

}  // namespace

Judgement judge(int status, std::string_view retry_after, std::chrono::sys_seconds now) {
  using enum Judgement::Kind;
  if (status >= 200 && status < 300) return {completed, {}};
  if (status == 404) return {pause, pause_of(retry_after, now)};
  if (!is_to_be_retried(status)) return {failed, {}};
  const auto after = pause_of(retry_after, now);
  return {after ? pause : retry, after};
}

std::string header_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c <= ' ' || c >= 0x7f || c == '"' || c == '%') {
      out += std::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

platform::http::Headers headers_of(const Task& task, std::chrono::sys_time<std::chrono::milliseconds> deadline) {
  const std::string id = std::to_string(task.claim.id);
  const std::string name = header_value(task.name);
  platform::http::Headers out{{"Content-Type", "application/json"},
                              {"ce-specversion", "1.0"},
                              {"ce-id", id},
                              {"ce-source", "/chandler/" + header_value(task.queue)},
                              {"ce-type", name},
                              {"Idempotency-Key", id},
                              {"X-Task-Id", id},
                              {"X-Task-Name", name},
                              {"X-Task-Attempt", std::to_string(task.attempt)},
                              {"X-Task-Deadline", std::format("{:%FT%T}Z", deadline)}};
  if (task.traceparent) {
    out.emplace_back("traceparent", header_value(*task.traceparent));
    out.emplace_back("ce-traceparent", header_value(*task.traceparent));
  }
  return out;
}

}  // namespace chandler::execute
