#pragma once

#include <span>

#include "platform/http/server.hpp"
#include "platform/metrics/registry.hpp"
#include "platform/tls/server_context.hpp"

namespace chandler::serve {

// What the process tells of itself and of its admission port.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// Any thread.
class Metrics {
 public:
  // Borrows the registry.
  explicit Metrics(platform::metrics::Registry& registry);

  // As of now. `certificate` may be null: not loaded yet.
  void sample(const platform::http::ServerStatistics& server, const platform::tls::ServerContext* certificate,
              bool is_ready);

 private:
  platform::metrics::Series& ready_;
  platform::metrics::Series& expiry_;
  platform::metrics::Series& connections_;
  platform::metrics::Series& accepted_;
  platform::metrics::Series& handshakes_failed_;
  platform::metrics::Series& timed_out_;
  platform::metrics::Series& turned_away_;
};

}  // namespace chandler::serve
