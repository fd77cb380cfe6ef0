#pragma once

#include <span>
#include <string>

#include "platform/http/server.hpp"
#include "platform/metrics/registry.hpp"
#include "platform/tls/server_context.hpp"

namespace chandler::webhook {

// What the webhook counts, as constants: for /metrics and for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// The webhook's metrics. Any thread.
class Metrics {
  platform::metrics::Registry registry_;  // first: the others refer to it

 public:
  Metrics();

  platform::metrics::Family& requests;  // decision, reason, kind
  platform::metrics::Series& malformed;
  platform::metrics::Series& duration;  // seconds
  platform::metrics::Series& in_flight;

  // The page, with the server's own figures as of now. `certificate` may be null: not loaded yet.
  std::string text(const platform::http::ServerStatistics& server, const platform::tls::ServerContext* certificate,
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

}  // namespace chandler::webhook
