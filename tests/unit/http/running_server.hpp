#pragma once

#include <chrono>
#include <memory>

#include "certs/issue.hpp"
#include "platform/http/server.hpp"
#include "tests/unit/http/raw_client.hpp"

namespace chandler::tests {

inline std::shared_ptr<const platform::tls::ServerContext> new_certificate() {
  const certs::Bundle bundle = certs::issue({.dns_names = {"localhost"}}, std::chrono::system_clock::now()).value();
  return platform::tls::ServerContext::make(bundle.chain, bundle.key).value();
}

inline std::shared_ptr<platform::tls::ServerSlot> slot_with_certificate() {
  auto slot = std::make_shared<platform::tls::ServerSlot>();
  slot->set(new_certificate());
  return slot;
}

// The path and the body, so that a test sees which request was answered.
inline platform::http::Response echo(const platform::http::Request& request) {
  return {.body = request.method + " " + request.path + " " + request.body};
}

inline std::unique_ptr<platform::http::Server> start(platform::http::ServerOptions options,
                                                     platform::http::Handler handler = echo) {
  options.address = "127.0.0.1";
  return platform::http::Server::start(std::move(options), std::move(handler)).value();
}

}  // namespace chandler::tests
