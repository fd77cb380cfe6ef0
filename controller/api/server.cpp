#include "controller/api/server.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "controller/api/cached_records.hpp"
#include "controller/api/client_pool.hpp"
#include "controller/api/cluster_reviewer.hpp"
#include "controller/page/page.hpp"
#include "platform/http/server.hpp"

namespace chandler::controller::api {
namespace {

namespace http = platform::http;
namespace kubernetes = platform::kubernetes;

// A person waits for the answer, and a thread of few.
constexpr kubernetes::ClientOptions patience() {
  return {.connect_timeout = std::chrono::seconds(3),
          .request_timeout = std::chrono::seconds(5),
          .whole_timeout = std::chrono::seconds(5),
          .repetitions = 1};
}

constexpr std::size_t largest_body = std::size_t{64} * 1024;

http::Response too_busy(const http::Request&) {
  return to_response({.reason = Reason::unavailable,
                      .detail = "too many requests are waiting for the API server; try again",
                      .retry_after = std::chrono::seconds(1)});
}

}  // namespace

class Server::Parts {
 public:
  Parts(std::unique_ptr<ClientPool> clients, const Caches& caches, platform::metrics::Registry& registry,
        const ApiOptions& options)
      : clients_(std::move(clients)),
        records_(caches),
        reviewer_(*clients_),
        metrics_(registry),
        api_({.records = records_,
              .reviewer = reviewer_,
              .create =
                  [this](const nlohmann::json& object) {
                    const kubernetes::Resource collection{
                        .group = "chandler.dev",
                        .version = "v1alpha1",
                        .plural = "operations",
                        .namespace_name = object.at("metadata").at("namespace").get<std::string>()};
                    return clients_->with([&](auto& client) { return client.create(collection, object); });
                  }},
             options, metrics_, real_clocks()) {}

  core::Expected<void> listen(const ServerOptions& options) {
    auto server = http::Server::start({.address = options.address,
                                       .port = options.port,
                                       .tls = options.tls,
                                       .workers = options.workers,
                                       .overloaded = too_busy,
                                       .max_connections = 1'024,
                                       .body_limit = largest_body},
                                      [this](const http::Request& request) { return handle(request); });
    if (!server) return std::unexpected(server.error());
    server_ = *std::move(server);
    return {};
  }

  http::Server& server() { return *server_; }
  bool synced() const { return records_.synced(); }

 private:
  http::Response handle(const http::Request& request) {
    if (is_api(request.path)) return api_.handle(request);
    http::Response response = page::serve(request);
    metrics_.requests.with({"page", std::to_string(response.status)}).add();
    return response;
  }

  const std::unique_ptr<ClientPool> clients_;
  const CachedRecords records_;
  ClusterReviewer reviewer_;
  Metrics metrics_;
  Api api_;
  std::unique_ptr<http::Server> server_;  // the last: it uses the rest
};

core::Expected<std::unique_ptr<Server>> Server::start(ServerOptions options, const Caches& caches,
                                                      platform::metrics::Registry& registry) {
  auto clients = ClientPool::make(options.cluster, patience());
  if (!clients) return std::unexpected(clients.error());
  auto parts = std::make_unique<Parts>(*std::move(clients), caches, registry, options.api);
  if (auto listening = parts->listen(options); !listening) return std::unexpected(listening.error());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

std::uint16_t Server::port() const {
  return parts_->server().port();
}

platform::health::Components Server::components() const {
  using platform::health::Condition;
  if (!parts_->synced()) return {{.name = "api", .state = "listing", .condition = Condition::degraded}};
  return {{.name = "api", .state = "running"}};
}

void Server::drain() {
  parts_->server().drain();
}

void Server::stop(std::chrono::milliseconds grace) {
  parts_->server().stop(grace);
}

}  // namespace chandler::controller::api
