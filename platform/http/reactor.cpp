#include "platform/http/reactor.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

namespace chandler::platform::http {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// Deadlines are looked at this often instead of one timer a connection. A quarter of the shortest keeps
// them true enough.
std::chrono::milliseconds period(const ServerOptions& options) {
  const auto shortest = std::min({options.idle_timeout, options.handshake_timeout, options.header_timeout,
                                  options.body_timeout, options.write_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(250));
}

}  // namespace

Reactor::Reactor(Shared& shared)
    : shared_(shared), sweep_period_(period(shared.options)), work_(context_.get_executor()), timer_(context_) {}

// NOLINTNEXTLINE(bugprone-exception-escape): only for want of memory, when nothing can end in order anyway.
Reactor::~Reactor() {
  stop();
}

void Reactor::run() {
  thread_ = std::thread([this] { context_.run(); });
}

void Reactor::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] {
    close_all();
    timer_.cancel();
  });
  work_.reset();  // with no connection and no timer left, the thread runs out of things to do
  thread_.join();
}

void Reactor::adopt(tcp::socket socket) {
  const auto& slot = shared_.options.tls;
  const std::shared_ptr<const tls::ServerContext> tls = slot ? slot->get() : nullptr;
  if ((slot && !tls) || shared_.stopping || !make_room()) {
    ++shared_.turned_away;
    return;
  }
  boost::system::error_code error;
  (void)socket.non_blocking(true, error);
  (void)socket.set_option(tcp::no_delay(true), error);
  auto channel =
      tls ? tls_server_channel(socket.native_handle(), tls->native()) : plain_channel(socket.native_handle());
  if (!channel) return;
  ++shared_.accepted;
  ++shared_.connections;
  auto connection = std::make_shared<Connection>(*this, shared_, std::move(socket), std::move(channel));
  const auto place = connections_.insert(connections_.end(), connection);
  sweep_later();
  connection->start(place);
}

bool Reactor::make_room() {
  if (shared_.connections < static_cast<std::int64_t>(shared_.options.max_connections)) return true;
  std::shared_ptr<Connection> oldest;
  for (const auto& connection : connections_) {
    if (connection->is_idle() && (!oldest || connection->deadline() < oldest->deadline())) oldest = connection;
  }
  if (!oldest) return false;
  oldest->leave();
  return true;
}

void Reactor::forget(Connection::Place place) {
  connections_.erase(place);
  if (--shared_.connections > 0) return;
  const std::scoped_lock lock(shared_.gone_mutex);
  shared_.gone.notify_all();
}

void Reactor::leave_all() {
  const auto all = connections_;
  for (const auto& connection : all) connection->leave();
}

void Reactor::close_all() {
  const auto all = connections_;
  for (const auto& connection : all) connection->close();
}

void Reactor::sweep_later() {
  if (std::exchange(sweeping_, true)) return;
  timer_.expires_after(sweep_period_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    sweeping_ = false;
    if (!error) sweep();
  });
}

void Reactor::sweep() {
  const auto now = Connection::Clock::now();
  for (auto next = connections_.begin(); next != connections_.end();) {
    const std::shared_ptr<Connection> connection = *next++;
    if (connection->deadline() <= now) connection->on_deadline();
  }
  if (!connections_.empty()) sweep_later();
}

}  // namespace chandler::platform::http
