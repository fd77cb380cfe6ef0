#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include <openssl/types.h>

namespace chandler::platform::http {

enum class Progress { done, want_read, want_write, closed };

struct Transfer {
  Progress progress = Progress::done;
  std::size_t bytes = 0;  // moved, when `done`
};

// Bytes over a non-blocking socket that somebody else owns, with TLS or without. `want_*` says what the
// socket has to become before the same call is worth repeating; `closed` covers an orderly end and every
// failure alike: nothing more can be done with the connection. Not thread-safe.
class Channel {
 public:
  Channel() = default;
  virtual ~Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  Channel(Channel&&) = delete;
  Channel& operator=(Channel&&) = delete;

  virtual Progress handshake() = 0;
  virtual Transfer read(std::span<char> into) = 0;
  virtual Transfer write(std::span<const char> from) = 0;
  // Tells the peer that no more bytes come; the other direction stays open. Best effort.
  virtual void finish() = 0;
  // Why it was closed, where there is more to say than that: "its certificate is not trusted: certificate has
  // expired". Else empty.
  virtual std::string failure() const { return {}; }
};

std::unique_ptr<Channel> plain_channel(int socket);

// Keeps a reference on `context`. Null when out of memory.
std::unique_ptr<Channel> tls_server_channel(int socket, SSL_CTX* context);

// The same from the client's side. The server has to prove that it is `host`, a name or an address.
std::unique_ptr<Channel> tls_client_channel(int socket, SSL_CTX* context, const std::string& host);

}  // namespace chandler::platform::http
