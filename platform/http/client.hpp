#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"
#include "platform/http/proxy.hpp"
#include "platform/http/response_parser.hpp"
#include "platform/tls/client_context.hpp"

namespace chandler::platform::http {

// Where a client connects to. Without `tls` in clear.
struct Origin {
  std::string host;  // name or address, without brackets
  std::uint16_t port = 80;
  std::shared_ptr<const tls::ClientContext> tls;
  std::optional<Proxy> proxy = std::nullopt;  // to tunnel through
  std::string tls_name = {};                  // whose certificate the server has; empty: `host`

  std::string display() const;    // "api:6443", "[::1]:80"
  std::string authority() const;  // the Host header: without the port where it is the scheme's own
};

struct ClientLimits {
  std::chrono::milliseconds connect{5'000};                  // with name look-up and TLS handshake
  std::chrono::milliseconds quiet{10'000};                   // no byte sent or received for so long
  std::size_t longest_body = std::size_t{64} * 1024 * 1024;  // of an answer that is kept whole
};

// A header's value must hold no line break.
struct ClientRequest {
  std::string_view method = "GET";
  std::string target = "/";  // path and query, encoded
  Headers headers;           // beside Host, User-Agent and Content-Length
  std::string body;
  std::optional<std::chrono::milliseconds> quiet = std::nullopt;  // in the place of the client's limit
  std::optional<std::chrono::milliseconds> whole = std::nullopt;  // from here to the answer's last byte
  // Asked on an open connection, right before the first byte is sent. False: nothing is sent.
  std::function<bool()> permitted = {};
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;     // empty where a sink took it
  bool excess = false;  // bytes came behind its end: the announced length may be wrong

  std::string_view header(std::string_view name) const;  // whatever its case; empty if there is none
};

struct ClientFailure {
  enum class Kind : std::uint8_t {
    unreachable,  // no connection, or not the server that we trust
    refused,      // by the proxy: it does not let us through
    cut,          // the connection ended, or fell silent, within the exchange
    not_http,     // what came is no answer
    too_long,     // longer than `longest_body`
    stopped,      // by the stop token
    forbidden,    // the request's `permitted` said no: nothing was sent
  };
  Kind kind = Kind::unreachable;
  std::string message;  // "connection refused by 10.0.0.7:443": for a person
};

// HTTP/1.1 over one connection, kept alive and opened again as needed. A request that went into a
// connection which the server had closed meanwhile is sent once more when its method allows (GET, HEAD).
// Redirections are not followed. Blocks within the limits; a stop ends it at once, and the connection with
// it. Not thread-safe: one for each thread.
class Client {
 public:
  explicit Client(Origin origin, const ClientLimits& limits = {});
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  const Origin& origin() const;

  // The whole answer.
  std::expected<ClientResponse, ClientFailure> send(const ClientRequest& request, const std::stop_token& stop = {});

  // The body goes to `sink` as it comes, and the head before it to `head`, if given; when one of them wants no more,
  // the connection is closed and what was read of the head is returned.
  std::expected<ClientResponse, ClientFailure> stream(const ClientRequest& request, BodySink sink,
                                                      const std::stop_token& stop = {}, HeadSink head = {});

 private:
  class Connection;
  Origin origin_;
  ClientLimits limits_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace chandler::platform::http
