#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "certs/keeper.hpp"
#include "certs/source.hpp"
#include "controller/api/server.hpp"
#include "controller/controller.hpp"
#include "core/error.hpp"
#include "serve/endpoint.hpp"
#include "webhook/handler.hpp"

namespace chandler::serve {

struct ServiceOptions {
  Endpoint listen;
  Endpoint health;
  std::size_t io_threads = 1;
  std::size_t workers = 0;  // 0: the I/O threads decide; deciding never blocks
  certs::KeeperOptions certificate;
  // From being told to end: not ready, but serving, until the endpoints have spread that.
  std::chrono::milliseconds drain{4'000};
  // Then for requests in flight.
  std::chrono::milliseconds grace{10'000};
};

struct Parts {
  webhook::Decide decide;
  std::string account;  // our own user name for the API server; empty: not known
  std::unique_ptr<certs::Source> source;
  std::optional<controller::ControllerOptions> controller;  // nullopt: admission alone
  std::optional<controller::api::ServerOptions> api;        // needs the controller, and gets the webhook's certificate
};

// The whole process of `chandler serve`: admission, health and metrics, the controller, API and page, until `stop`.
// Blocks. Fails only when a port cannot be listened on or no client can be made of what is said of the cluster: all
// else that goes wrong is logged, shown by /readyz and /health and tried again.
core::Expected<void> serve(const ServiceOptions& options, Parts parts, const std::stop_token& stop);

}  // namespace chandler::serve
