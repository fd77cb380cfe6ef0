#include <algorithm>
#include <chrono>

#include "init/wait/probe.hpp"
#include "platform/postgres/wait.hpp"

namespace chandler::wait {

Probe database_probe(const platform::postgres::ConnectionSettings& settings) {
  return [settings](const Patience& patience) -> core::Expected<Readiness> {
    const auto left = std::chrono::ceil<std::chrono::seconds>(patience.deadline - std::chrono::steady_clock::now());
    platform::postgres::SessionOptions options{.application_name = "chandler wait"};
    options.connect_timeout = std::clamp(left, std::chrono::seconds(1), options.connect_timeout);
    const auto session = connect_when_ready(settings, options, {}, patience.stop);
    if (session) return Readiness{.ready = true};
    if (session.error().outcome == core::Outcome::could_not) return Readiness{.reason = session.error().message};
    return std::unexpected(session.error());
  };
}

}  // namespace chandler::wait
