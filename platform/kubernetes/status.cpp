#include "platform/kubernetes/status.hpp"

#include <charconv>
#include <format>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/errors.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes {

using nlohmann::json;

Status parse_status(std::string_view text, int code) {
  return read_status(json::parse(text, nullptr, false), code);
}

Status read_status(const json& object, int code) {
  Status status{.code = static_cast<int>(objects::number(object, {"code"}).value_or(code)),
                .message = objects::text(object, {"message"}),
                .reason = objects::text(object, {"reason"}),
                .cause = {}};
  if (status.message.empty()) status.message = std::format("HTTP status {}", status.code);
  for (const json& cause : objects::list(object, {"details", "causes"})) {
    if (status.cause.empty()) status.cause = objects::text(cause, {"reason"});
  }
  return status;
}

std::string_view code_of(const Status& status) {
  switch (status.code) {
    case 401:
      return code::refused;
    case 403:
      return status.cause == "NamespaceTerminating" ? code::terminating : code::refused;
    case 404:
      return code::not_found;
    case 409:
      return status.cause == "FieldManagerConflict" ? code::owned : code::conflict;
    case 410:
      return code::expired;
    case 429:
      return status.cause == "DisruptionBudget" ? code::disruption_budget : code::unreachable;
    default:
      return status.code >= 500 ? code::unreachable : code::rejected;
  }
}

std::string_view hint_of(int status) {
  if (status == 401) return "the token or client certificate is not accepted: is it of this cluster, and not expired?";
  if (status == 403) return "grant that verb on that resource to this account";
  return {};
}

std::optional<std::chrono::seconds> read_retry_after(std::string_view header) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (error != std::errc{} || end != header.data() + header.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace chandler::platform::kubernetes
