#include "examples/order-food/http/server.hpp"

#include <csignal>
#include <ctime>
#include <print>
#include <thread>

#include <httplib.h>
#include <pthread.h>

#include "examples/order-food/http/routes.hpp"
#include "examples/order-food/sql/connections.hpp"

namespace order_food {

namespace {

sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void log_request(const httplib::Request& request, const httplib::Response& response) {
  if (request.path == "/healthz" || request.path == "/readyz") return;
  std::println("order-food: {} {} {}", request.method, request.path, response.status);
  std::fflush(stdout);
}

// A second signal ends the drain early.
void drain(const sigset_t& signals, std::chrono::seconds duration) {
  const timespec limit{.tv_sec = duration.count(), .tv_nsec = 0};
  sigtimedwait(&signals, nullptr, &limit);
}

}  // namespace

int serve(const Settings& settings) {
  const auto signals = block_end_signals();
  Connections connections(settings.connections);
  std::atomic<bool> leaving = false;

  httplib::Server server;
  server.set_payload_max_length(std::size_t{64} * 1024);
  server.set_read_timeout(std::chrono::seconds{5});
  server.set_keep_alive_timeout(5);
  server.set_logger(log_request);
  add_routes(server, connections, leaving);
  if (!server.bind_to_port("0.0.0.0", settings.port)) {
    std::println(stderr, "order-food: cannot listen on port {}; is it in use? ORDER_FOOD_LISTEN_PORT sets another",
                 settings.port);
    return 1;
  }
  std::println("order-food: listening on port {}", settings.port);
  std::fflush(stdout);

  std::jthread listener([&server] { server.listen_after_bind(); });
  int signal = 0;
  sigwait(&signals, &signal);
  leaving = true;
  std::println("order-food: signal {}: draining for {}, then leaving", signal, settings.drain);
  std::fflush(stdout);
  drain(signals, settings.drain);
  server.stop();
  return 0;
}

}  // namespace order_food
