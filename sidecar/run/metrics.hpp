#pragma once

#include <chrono>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "platform/metrics/registry.hpp"
#include "sidecar/queue/outcome.hpp"
#include "sidecar/queue/queue.hpp"
#include "sidecar/queue/task.hpp"

namespace chandler::execute {

std::span<const platform::metrics::Declaration* const> metric_declarations();

// What an executor tells of itself. Any thread.
class Metrics {
 public:
  Metrics();

  void claimed(std::span<const Task> tasks, int reclaimed);
  void handled(std::span<const Task> tasks, std::chrono::steady_clock::duration took);
  void finished(std::span<const Outcome> outcomes);
  void refused(std::size_t tasks) { refused_.add(static_cast<double>(tasks)); }
  void lost_connection() { lost_connections_.add(); }
  void in_flight(std::size_t tasks) { in_flight_.set(static_cast<double>(tasks)); }
  void connected(bool is) { connected_.set(is ? 1 : 0); }
  void measured(std::span<const Depth> depths);
  void draining() { draining_.set(1); }

  std::string text() const { return registry_.text(); }

 private:
  platform::metrics::Registry registry_;
  platform::metrics::Family& claimed_;
  platform::metrics::Family& finished_;
  platform::metrics::Family& waited_;
  platform::metrics::Family& took_;
  platform::metrics::Family& ready_;
  platform::metrics::Family& oldest_;
  platform::metrics::Family& failed_;
  platform::metrics::Series& reclaimed_;
  platform::metrics::Series& refused_;
  platform::metrics::Series& lost_connections_;
  platform::metrics::Series& in_flight_;
  platform::metrics::Series& connected_;
  platform::metrics::Series& draining_;
};

}  // namespace chandler::execute
