#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "controller/api/api.hpp"
#include "controller/cache/caches.hpp"
#include "platform/health/component.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/metrics/registry.hpp"
#include "platform/tls/server_context.hpp"

namespace chandler::controller::api {

struct ServerOptions {
  std::string address;  // numeric
  std::uint16_t port = 0;
  platform::kubernetes::Cluster cluster;
  std::shared_ptr<const platform::tls::ServerSlot> tls;
  ApiOptions api = {};
  std::size_t workers = 8;  // requests that may wait for the API server at once
};

// The REST API and the web page on a TLS port of their own. Tells what the controller's caches hold, and asks the API
// server who calls. Needs no leader: every replica has one. All functions from any thread, but for `stop`.
class Server {
 public:
  // Fails when the port cannot be listened on, or no client can be made of what `cluster` says. Borrows caches
  // and registry.
  static core::Expected<std::unique_ptr<Server>> start(ServerOptions options, const Caches& caches,
                                                       platform::metrics::Registry& registry);
  ~Server();  // stop(0)
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  std::uint16_t port() const;
  platform::health::Components components() const;

  void drain();  // serves on, but asks clients to leave
  void stop(std::chrono::milliseconds grace);

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace chandler::controller::api
