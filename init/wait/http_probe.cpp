#include <algorithm>
#include <chrono>
#include <format>

#include "init/wait/probe.hpp"
#include "platform/http/client.hpp"

namespace chandler::wait {
namespace {

namespace http = platform::http;

constexpr std::chrono::milliseconds longest_answer{5000};

http::ClientLimits limits(const Patience& patience) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(patience.deadline - std::chrono::steady_clock::now());
  const auto limit = std::clamp(left, std::chrono::milliseconds(1), longest_answer);
  return {.connect = limit, .quiet = limit};
}

core::Expected<http::Origin> origin_of(const Http& target) {
  http::Origin origin{.host = target.host, .port = target.port, .tls = nullptr};
  if (!target.tls) return origin;
  auto context = platform::tls::ClientContext::make({});
  if (!context) return std::unexpected(context.error());
  origin.tls = *std::move(context);
  return origin;
}

Readiness readiness_of(const std::expected<http::ClientResponse, http::ClientFailure>& response) {
  if (!response) return {.reason = response.error().message};
  if (response->status >= 200 && response->status < 400) return {.ready = true};
  return {.reason = std::format("it answers with status {}", response->status)};
}

}  // namespace

Probe http_probe(const Http& target) {
  return [target](const Patience& patience) -> core::Expected<Readiness> {
    auto origin = origin_of(target);
    if (!origin) return std::unexpected(origin.error());
    // A connection each time, as a client that comes anew would have; the body is left unread.
    http::Client client(*std::move(origin), limits(patience));
    const auto no_body = [](std::string_view) { return false; };
    return readiness_of(client.stream({.target = target.path}, no_body, patience.stop));
  };
}

}  // namespace chandler::wait
