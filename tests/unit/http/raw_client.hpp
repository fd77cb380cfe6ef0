#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

typedef struct ssl_session_st SSL_SESSION;  // as in openssl/ssl.h, which is too heavy for a header

namespace chandler::tests {

struct RawResponse {
  int status = 0;
  std::string header;  // with the status line
  std::string body;
};

// A client that sends exactly the bytes it is told to, over TCP or TLS, and blocks for at most ten seconds
// a call. It trusts any certificate: what is presented is looked at by the test. Not thread-safe.
class RawClient {
 public:
  enum class Tls : std::uint8_t { none, v12, v13 };

  // Throws when it cannot connect. `handshake`: false leaves the TLS handshake to `shake_hands`.
  RawClient(std::uint16_t port, Tls tls, SSL_SESSION* resume = nullptr, bool handshake = true);
  ~RawClient();
  RawClient(RawClient&&) noexcept;
  RawClient& operator=(RawClient&&) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool shake_hands();
  bool send(std::string_view bytes);
  // The next response; nullopt when the connection ended before it was whole.
  std::optional<RawResponse> receive(bool head = false);
  // True when the server has closed the connection and sent nothing more.
  bool closed();
  // Resets the connection: the server sees an error, not an end.
  void reset();

  bool resumed() const;
  std::string protocol() const;   // "TLSv1.3"
  std::string alpn() const;       // "http/1.1", or empty
  std::string presented() const;  // the server's leaf, PEM
  SSL_SESSION* session() const;   // to resume; the caller frees it

 private:
  struct State;
  int read_some(char* into, std::size_t size);

  std::unique_ptr<State> state_;
  std::string received_;
};

std::string get(std::string_view path);
std::string post(std::string_view path, std::string_view body);

}  // namespace chandler::tests
