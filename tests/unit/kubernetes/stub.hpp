#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "certs/issue.hpp"
#include "platform/http/server.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::platform::kubernetes {

// Our own HTTPS server in the API server's place. It gives the same answer to all.
class Stub {
 public:
  Stub() {
    const certs::Bundle bundle = certs::issue({.dns_names = {"localhost"}}, std::chrono::system_clock::now()).value();
    const auto slot = std::make_shared<tls::ServerSlot>();
    slot->set(tls::ServerContext::make(bundle.chain, bundle.key).value());
    server_ = http::Server::start({.address = "127.0.0.1", .tls = slot}, [this](const http::Request& request) {
                const std::scoped_lock lock(mutex_);
                seen_.push_back(request);
                if (!accepted_.empty() && request.header("Authorization") != accepted_) {
                  return http::Response{.status = 401, .content_type = "application/json", .body = "{}"};
                }
                return answer_;
              }).value();
    cluster_ = {.host = "localhost", .port = server_->port(), .ca = bundle.ca, .token = "t0ken"};
  }

  Client client(const ClientOptions& options = {.request_timeout = std::chrono::seconds(2)}) const {
    return Client::make(cluster_, options).value();
  }
  const Cluster& cluster() const { return cluster_; }
  http::Server& server() { return *server_; }

  void answer(int status, std::string body, http::Headers headers = {}) {
    const std::scoped_lock lock(mutex_);
    answer_ = {
        .status = status, .content_type = "application/json", .body = std::move(body), .headers = std::move(headers)};
  }
  // Refuses all other credentials from now on.
  void accept(std::string authorization) {
    const std::scoped_lock lock(mutex_);
    accepted_ = std::move(authorization);
  }
  http::Request last() {
    const std::scoped_lock lock(mutex_);
    return seen_.back();
  }
  std::size_t count() {
    const std::scoped_lock lock(mutex_);
    return seen_.size();
  }

 private:
  std::mutex mutex_;
  http::Response answer_{.content_type = "application/json", .body = "{}"};
  std::string accepted_;
  std::vector<http::Request> seen_;
  Cluster cluster_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace chandler::platform::kubernetes
