#include "serve/service.hpp"

#include <atomic>
#include <utility>

#include <malloc.h>

#include "certs/keeper.hpp"
#include "platform/http/server.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"
#include "serve/health.hpp"
#include "serve/metrics.hpp"
#include "webhook/metrics.hpp"

namespace chandler::serve {
namespace {

namespace http = platform::http;
namespace tls = platform::tls;
namespace log = platform::log;

// Asked to stop with the process, and when its owner ends for another reason.
class LinkedStop {
 public:
  explicit LinkedStop(const std::stop_token& process) : link_(process, Request{&source_}) {}
  ~LinkedStop() { source_.request_stop(); }
  LinkedStop(const LinkedStop&) = delete;
  LinkedStop& operator=(const LinkedStop&) = delete;
  LinkedStop(LinkedStop&&) = delete;
  LinkedStop& operator=(LinkedStop&&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  struct Request {
    std::stop_source* source;
    void operator()() const noexcept { source->request_stop(); }
  };
  std::stop_source source_;
  std::stop_callback<Request> link_;
};

// Blocks until `stop`.
void wait(const std::stop_token& stop) {
  while (platform::sleep_unless_stopped(stop, std::chrono::hours(24))) {
  }
}

}  // namespace

core::Expected<void> serve(const ServiceOptions& options, Parts parts, const std::stop_token& stop) {
  // Objects are read by a thread for each kind and live long: with a heap for each thread, what a list leaves free in
  // one is of no use to the others, and the process grows by half.
  mallopt(M_ARENA_MAX, 2);
  const auto slot = std::make_shared<tls::ServerSlot>();
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  webhook::Metrics admission_metrics(registry);
  std::unique_ptr<controller::Controller> controller;
  const LinkedStop controller_stop(stop);  // behind it: the controller ends by it
  if (parts.controller) {
    auto started = controller::Controller::start(*std::move(parts.controller), registry, controller_stop.token());
    if (!started) return std::unexpected(started.error());
    controller = *std::move(started);
  }

  const webhook::Handler handler(std::move(parts.decide), admission_metrics, std::move(parts.account));
  auto admission = http::Server::start(
      {.address = options.listen.address,
       .port = options.listen.port,
       .tls = slot,
       .io_threads = options.io_threads,
       .workers = options.workers,
       .overloaded = [&handler](const http::Request& request) { return handler.overloaded(request); }},
      [&handler](const http::Request& request) { return handler.handle(request); });
  if (!admission) return std::unexpected(admission.error());
  http::Server& server = **admission;

  std::unique_ptr<controller::api::Server> api;
  if (parts.api && controller) {
    parts.api->tls = slot;
    auto started = controller::api::Server::start(*std::move(parts.api), controller->caches(), registry);
    if (!started) return std::unexpected(started.error());
    api = *std::move(started);
  }

  const certs::Keeper keeper(std::move(parts.source), slot, options.certificate);
  std::atomic<bool> draining = false;
  const auto components = [&] {
    auto all = controller ? controller->components() : platform::health::Components();
    const auto served = api ? api->components() : platform::health::Components();
    all.insert(all.end(), served.begin(), served.end());
    return all;
  };
  const auto state = [&] {
    return HealthState{.certificate_loaded = slot->get() != nullptr,
                       .trusted = keeper.ready(),
                       .draining = draining,
                       .parts = components()};
  };
  const auto metrics_text = [&] {
    metrics.sample(server.statistics(), slot->get().get(), state().ready());
    if (controller) controller->sample();
    return registry.text();
  };
  const Health health(state, metrics_text);
  auto plain =
      http::Server::start({.address = options.health.address, .port = options.health.port, .max_connections = 256},
                          [&health](const http::Request& request) { return health.handle(request); });
  if (!plain) return std::unexpected(plain.error());
  log::info("serving", "answering admission reviews",
            {{"address", options.listen.address},
             {"port", server.port()},
             {"health_port", (*plain)->port()},
             {"api_port", api ? api->port() : 0},
             {"workers", options.workers},
             {"version", CHANDLER_VERSION}});

  wait(stop);
  draining = true;
  server.drain();
  if (api) api->drain();
  log::info("draining", "not ready any more; serving on until clients have noticed",
            {{"drain_ms", options.drain.count()}});
  platform::sleep_unless_stopped({}, options.drain);
  server.stop(options.grace);
  if (api) api->stop(options.grace);
  (*plain)->stop(std::chrono::milliseconds(100));
  log::info("stopped", "all requests are answered");
  return {};
}

}  // namespace chandler::serve
