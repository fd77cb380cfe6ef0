#include "sidecar/status/drain.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "platform/http/client.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::execute {
namespace {

using Clock = std::chrono::steady_clock;
using platform::http::Client;
using platform::http::ClientFailure;
using platform::http::ClientResponse;

constexpr std::chrono::milliseconds look_every{50};
constexpr std::chrono::seconds longest_answer{5};

std::string host_of(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  return address == "::" ? "::1" : address;
}

std::unexpected<core::Error> failure(std::string code, std::string message, const Client& client,
                                     std::string hint = {}) {
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = std::move(code),
                                     .message = std::move(message),
                                     .where = client.origin().display(),
                                     .hint = std::move(hint)});
}

// nullopt: it is no executor's state.
std::optional<std::int64_t> in_flight_of(const ClientResponse& response) {
  if (response.status != 200) return std::nullopt;
  const auto state = nlohmann::json::parse(response.body, nullptr, false);
  if (!state.is_object()) return std::nullopt;
  const auto found = state.find("in_flight");
  if (found == state.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

}  // namespace

core::Expected<void> drain(const std::string& address, std::uint16_t port, std::chrono::milliseconds patience,
                           const std::stop_token& stop) {
  const auto end = Clock::now() + patience;
  Client client({.host = host_of(address), .port = port},
                {.connect = longest_answer, .quiet = longest_answer, .longest_body = std::size_t{64} * 1024});
  auto answer = client.send({.method = "POST", .target = "/drain"}, stop);
  if (!answer) {
    return failure("execute.no_executor", answer.error().message, client,
                   "Give the --listen of the executor in this pod; it answers only where one is given");
  }
  for (;;) {
    const auto in_flight = in_flight_of(*answer);
    if (!in_flight) {
      return failure("execute.no_executor", std::format("it answered {}, which no executor does", answer->status),
                     client, "Another program listens there");
    }
    if (*in_flight == 0) return {};
    if (Clock::now() >= end) {
      return failure("execute.not_drained", std::format("{} tasks are in flight still", *in_flight), client,
                     "They go on until the executor's --grace is over, and are given back then");
    }
    if (!platform::sleep_unless_stopped(stop, look_every)) {
      return failure("execute.stopped", "stopped on request; the executor drains on", client);
    }
    answer = client.send({.target = "/status"}, stop);
    if (!answer && answer.error().kind == ClientFailure::Kind::stopped) {
      return failure("execute.stopped", "stopped on request; the executor drains on", client);
    }
    if (!answer) return {};  // it has ended, which it does in order
  }
}

}  // namespace chandler::execute
