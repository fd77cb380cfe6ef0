#include "init/wait/wait.hpp"

#include <algorithm>
#include <format>
#include <vector>

#include "core/text/duration.hpp"
#include "init/wait/target.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::wait {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;
namespace log = platform::log;

// The last try gets so much even when less is left, or its reason would only be that time ran out.
constexpr seconds shortest_try{1};

core::Error timed_out(const std::string& what, const std::string& reason, std::chrono::milliseconds timeout) {
  return {.outcome = core::Outcome::could_not,
          .code = "wait.timeout",
          .message = std::format("not ready within {}: {}", core::text::to_text(timeout), reason),
          .where = what};
}

core::Error stopped(const std::string& what) {
  return {.outcome = core::Outcome::could_not, .code = "stopped", .message = "stopped while waiting", .where = what};
}

core::Expected<void> wait_for(const std::string& what, const Probe& probe, Clock::time_point started,
                              const Options& options, const std::stop_token& stop) {
  const Clock::time_point deadline = started + options.timeout;
  const Clock::time_point began = Clock::now();
  Clock::time_point reported = began;
  auto pause = options.first_pause;
  for (;;) {
    const auto seen = probe({.deadline = std::max(deadline, Clock::now() + shortest_try), .stop = stop});
    if (stop.stop_requested()) return std::unexpected(stopped(what));
    if (!seen) return std::unexpected(seen.error());
    const Clock::time_point now = Clock::now();
    const auto waited_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - began).count();
    if (seen->ready) {
      log::info("wait_ready", std::format("{} is ready", what), {{"for", what}, {"waited_ms", waited_ms}});
      return {};
    }
    if (now >= deadline) return std::unexpected(timed_out(what, seen->reason, options.timeout));
    // The first reason is said at once: a person who watches wants to know what is missing.
    if (now - reported >= options.report_every || reported == began) {
      reported = now;
      log::info("waiting", std::format("waiting for {}: {}", what, seen->reason),
                {{"for", what},
                 {"waited_ms", waited_ms},
                 {"timeout_s", std::chrono::ceil<seconds>(options.timeout).count()}});
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
    if (!platform::sleep_unless_stopped(stop, std::min(pause, left))) return std::unexpected(stopped(what));
    pause = std::min(pause * 2, options.longest_pause);
  }
}

}  // namespace

core::Expected<void> wait_for_all(std::span<const std::string> what, const Options& options,
                                  const std::stop_token& stop) {
  std::vector<Probe> probes;
  for (const std::string& text : what) {
    const auto target = parse_target(text);
    if (!target) return std::unexpected(target.error());
    probes.push_back(probe_for(*target, options.surroundings));
  }
  const Clock::time_point started = Clock::now();
  for (std::size_t i = 0; i < what.size(); ++i) {
    if (auto waited = wait_for(what[i], probes[i], started, options, stop); !waited) return waited;
  }
  return {};
}

}  // namespace chandler::wait
