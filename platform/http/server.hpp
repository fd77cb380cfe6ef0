#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "platform/http/message.hpp"
#include "platform/tls/server_context.hpp"

namespace chandler::platform::http {

struct ServerOptions {
  std::string address = "0.0.0.0";  // numeric, IPv4 or IPv6
  std::uint16_t port = 0;           // 0: the system chooses, see Server::port()

  // Null: plain HTTP. Connections that come before the slot holds a certificate are closed.
  std::shared_ptr<const tls::ServerSlot> tls;

  // Threads that shake hands, read, and write. Connections are spread over them and cost no thread.
  std::size_t io_threads = 1;
  // Threads that run the handler. 0: the I/O threads run it, right for one that never blocks.
  std::size_t workers = 0;
  // Whole requests that may wait for a worker; one more is answered by `overloaded`, on an I/O thread.
  std::size_t queue_capacity = 1024;
  Handler overloaded;  // empty: 503 with Retry-After

  // At the limit the connection that has been idle longest makes room, and with none idle the new one goes.
  std::size_t max_connections = 8192;
  std::size_t header_limit = std::size_t{16} * 1024;      // bytes; more is answered with 431
  std::size_t body_limit = std::size_t{8} * 1024 * 1024;  // bytes; more is answered with 413

  // Above the 90 s for which an API server keeps idle connections: the client is to close first.
  std::chrono::milliseconds idle_timeout{120'000};
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds header_timeout{5'000};  // from the first byte of a request; then 408
  std::chrono::milliseconds body_timeout{10'000};   // from the end of the header; then 408
  std::chrono::milliseconds write_timeout{10'000};  // for a whole response
};

// A snapshot; the last four only ever grow.
struct ServerStatistics {
  std::int64_t connections = 0;  // open now
  std::uint64_t accepted = 0;
  std::uint64_t handshakes_failed = 0;
  std::uint64_t timed_out = 0;    // in a handshake, a request or a response; idle ones do not count
  std::uint64_t turned_away = 0;  // at max_connections, or for want of a certificate
};

// HTTP/1.1 over TLS or plain TCP for many connections on few threads. All functions from any thread.
class Server {
 public:
  // Binds, and serves from then on. Fails with code "http.listen".
  static core::Expected<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);

  ~Server();  // stop(0)
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  std::uint16_t port() const;
  ServerStatistics statistics() const;

  // Serves on, but asks each client to leave: every response says "Connection: close".
  void drain();

  // Accepts nothing more, closes what is idle, lets requests in flight finish for up to `grace`, then
  // closes what is left and joins all threads. Blocks. A second call does nothing.
  void stop(std::chrono::milliseconds grace);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chandler::platform::http
