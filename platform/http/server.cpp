#include "platform/http/server.hpp"

#include <csignal>
#include <format>
#include <sys/resource.h>
#include <vector>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "platform/http/reactor.hpp"
#include "platform/http/shared.hpp"

namespace chandler::platform::http {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds accept_pause{50};  // out of descriptors: let some go first

std::unexpected<core::Error> cannot_listen(const ServerOptions& options, std::string_view why) {
  return std::unexpected(core::Error{
      .code = "http.listen",
      .message = std::format("cannot listen on {} port {}: {}", options.address, options.port, why),
      .hint = "give a numeric address of this machine and a port that nothing else uses",
  });
}

// A descriptor a connection, beside the program's own.
void raise_descriptor_limit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = std::min<rlim_t>(limit.rlim_max, connections + 256);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::State {
  Shared shared;
  std::vector<std::unique_ptr<Reactor>> reactors;
  std::unique_ptr<tcp::acceptor> acceptor;  // on the first reactor's thread
  std::unique_ptr<asio::steady_timer> pause;
  std::uint16_t port = 0;
  std::size_t next = 0;
  bool stopped = false;

  asio::io_context& first() { return reactors.front()->context(); }

  boost::system::error_code listen() {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(shared.options.address, error);
    if (error) return error;
    const tcp::endpoint endpoint(address, shared.options.port);
    acceptor = std::make_unique<tcp::acceptor>(first());
    pause = std::make_unique<asio::steady_timer>(first());
    if (acceptor->open(endpoint.protocol(), error)) return error;
    if (acceptor->set_option(asio::socket_base::reuse_address(true), error)) return error;
    if (acceptor->bind(endpoint, error)) return error;
    if (acceptor->listen(asio::socket_base::max_listen_connections, error)) return error;
    port = acceptor->local_endpoint(error).port();
    return error;
  }

  void accept() {
    Reactor& reactor = *reactors[next++ % reactors.size()];
    acceptor->async_accept(
        reactor.context(), [this, &reactor](const boost::system::error_code& error, tcp::socket socket) {
          if (!acceptor->is_open()) return;
          if (error) return accept_later();
          asio::dispatch(reactor.context(),
                         [&reactor, socket = std::move(socket)]() mutable { reactor.adopt(std::move(socket)); });
          accept();
        });
  }

  void accept_later() {
    pause->expires_after(accept_pause);
    pause->async_wait([this](const boost::system::error_code& error) {
      if (!error && acceptor->is_open()) accept();
    });
  }
};

core::Expected<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
  // OpenSSL writes to sockets without MSG_NOSIGNAL; a client that left is no reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit(options.max_connections);
  auto state = std::make_unique<State>();
  Shared& shared = state->shared;
  shared.options = std::move(options);
  shared.handler = std::move(handler);
  for (std::size_t i = 0; i < std::max(shared.options.io_threads, std::size_t{1}); ++i) {
    state->reactors.push_back(std::make_unique<Reactor>(shared));
  }
  if (const auto error = state->listen()) return cannot_listen(shared.options, error.message());
  if (shared.options.workers > 0) {
    shared.workers = std::make_unique<WorkerPool>(shared.options.workers, shared.options.queue_capacity);
  }
  state->accept();
  for (const auto& reactor : state->reactors) reactor->run();
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

// NOLINTNEXTLINE(bugprone-exception-escape): only for want of memory, when nothing can end in order anyway.
Server::~Server() {
  stop({});
}

std::uint16_t Server::port() const {
  return state_->port;
}

ServerStatistics Server::statistics() const {
  const Shared& shared = state_->shared;
  return {.connections = shared.connections,
          .accepted = shared.accepted,
          .handshakes_failed = shared.handshakes_failed,
          .timed_out = shared.timed_out,
          .turned_away = shared.turned_away};
}

void Server::drain() {
  state_->shared.draining = true;
}

void Server::stop(std::chrono::milliseconds grace) {
  State& state = *state_;
  if (std::exchange(state.stopped, true)) return;
  Shared& shared = state.shared;
  shared.draining = true;
  shared.stopping = true;
  asio::post(state.first(), [&state] {
    boost::system::error_code ignored;
    (void)state.acceptor->close(ignored);
    state.pause->cancel();
  });
  for (const auto& reactor : state.reactors) {
    asio::post(reactor->context(), [&reactor = *reactor] { reactor.leave_all(); });
  }
  {
    std::unique_lock lock(shared.gone_mutex);
    shared.gone.wait_for(lock, grace, [&] { return shared.connections == 0; });
  }
  // A running handler is waited for. The pool itself stays: a connection may be about to hand it a request.
  if (shared.workers) shared.workers->end();
  for (const auto& reactor : state.reactors) reactor->stop();
}

}  // namespace chandler::platform::http
