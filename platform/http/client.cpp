#include "platform/http/client.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>

#include <poll.h>

#include "platform/http/channel.hpp"
#include "platform/net/dial.hpp"

namespace chandler::platform::http {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = ClientFailure::Kind;

constexpr std::size_t read_size = std::size_t{16} * 1024;

std::unexpected<ClientFailure> failed(Kind kind, std::string message) {
  return std::unexpected(ClientFailure{.kind = kind, .message = std::move(message)});
}

std::string head_of(const ClientRequest& request, const Origin& origin) {
  std::string text = std::format("{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: chandler/" CHANDLER_VERSION "\r\n",
                                 request.method, request.target, origin.authority());
  for (const auto& [name, value] : request.headers) text.append(name).append(": ").append(value).append("\r\n");
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD" && request.method != "DELETE")) {
    text += std::format("Content-Length: {}\r\n", request.body.size());
  }
  return text + "\r\n";
}

// How long one exchange may take, as a whole and between two bytes.
struct Pace {
  std::chrono::milliseconds quiet;
  Clock::time_point end;
  std::stop_token stop;

  net::Patience while_moving() const { return {.deadline = std::min(Clock::now() + quiet, end), .stop = stop}; }
};

Pace pace_of(const ClientRequest& request, const ClientLimits& limits, const std::stop_token& stop) {
  return {.quiet = request.quiet.value_or(limits.quiet),
          .end = request.whole ? Clock::now() + *request.whole : Clock::time_point::max(),
          .stop = stop};
}

// An answer that takes minutes, such as a watch, is told from a peer that is gone: a minute after the last sign of it
// the connection ends. Best effort.
void keep_alive(int socket) {
  const auto set = [&](int level, int option, int value) {
    static_cast<void>(setsockopt(socket, level, option, &value, sizeof value));
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 10);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 60'000);
}

bool may_be_repeated(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

}  // namespace

std::string Origin::display() const {
  return host.contains(':') ? std::format("[{}]:{}", host, port) : std::format("{}:{}", host, port);
}

std::string Origin::authority() const {
  const std::string whole = display();
  const std::string_view own = tls ? ":443" : ":80";
  return whole.ends_with(own) ? whole.substr(0, whole.size() - own.size()) : whole;
}

std::string_view ClientResponse::header(std::string_view name) const {
  return find_header(headers, name);
}

// One open connection.
class Client::Connection {
 public:
  static std::expected<std::unique_ptr<Connection>, ClientFailure> open(const Origin& origin,
                                                                        const ClientLimits& limits, const Pace& pace);

  // Whether the server left it open: it must be silent between two requests.
  bool usable() const {
    return net::Waiter({.deadline = Clock::now(), .stop = {}}).wait(socket_.fd(), POLLIN) == net::Awaited::timed_out;
  }

  std::expected<void, ClientFailure> send(std::string_view bytes, const Pace& pace);
  std::expected<void, ClientFailure> receive(ResponseParser& parser, const Pace& pace);

 private:
  Connection(net::Dialled dialled, std::unique_ptr<Channel> channel)
      : socket_(std::move(dialled.socket)), address_(std::move(dialled.address)), channel_(std::move(channel)) {}

  std::expected<void, ClientFailure> tunnel(const Origin& origin, const Pace& pace);
  std::expected<void, ClientFailure> shake_hands(const net::Patience& patience);
  std::expected<void, ClientFailure> await(Progress progress, const net::Patience& patience, Kind kind) const;
  std::string reason(std::string_view otherwise) const {
    std::string text = channel_->failure();
    return text.empty() ? std::string(otherwise) : text;
  }

  net::Socket socket_;
  std::string address_;
  std::unique_ptr<Channel> channel_;
};

std::expected<std::unique_ptr<Client::Connection>, ClientFailure> Client::Connection::open(const Origin& origin,
                                                                                           const ClientLimits& limits,
                                                                                           const Pace& pace) {
  const net::Patience patience{.deadline = std::min(Clock::now() + limits.connect, pace.end), .stop = pace.stop};
  const auto& proxy = origin.proxy;
  auto dialled = proxy ? net::dial(proxy->host, proxy->port, patience) : net::dial(origin.host, origin.port, patience);
  if (!dialled) {
    if (pace.stop.stop_requested()) return failed(Kind::stopped, "stopped");
    return failed(Kind::unreachable, proxy ? std::format("the proxy {}: {}", proxy->display(), dialled.error())
                                           : std::move(dialled.error()));
  }
  const int fd = dialled->socket.fd();
  keep_alive(fd);
  std::unique_ptr<Connection> connection(new Connection(*std::move(dialled), plain_channel(fd)));
  if (proxy) {
    if (auto tunnelled = connection->tunnel(origin, pace); !tunnelled) return std::unexpected(tunnelled.error());
  }
  if (!origin.tls) return connection;
  connection->channel_ =
      tls_client_channel(fd, origin.tls->native(), origin.tls_name.empty() ? origin.host : origin.tls_name);
  if (!connection->channel_) return failed(Kind::unreachable, "cannot begin TLS");
  if (auto shaken = connection->shake_hands(patience); !shaken) return std::unexpected(shaken.error());
  return connection;
}

// RFC 9110, 9.3.6.
std::expected<void, ClientFailure> Client::Connection::tunnel(const Origin& origin, const Pace& pace) {
  std::string request = std::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n", origin.display());
  if (!origin.proxy->authorization.empty()) {
    request += std::format("Proxy-Authorization: {}\r\n", origin.proxy->authorization);
  }
  if (auto sent = send(request + "\r\n", pace); !sent) return sent;
  ResponseParser answer(true, [](std::string_view) { return false; });
  if (auto received = receive(answer, pace); !received) {
    received.error().message = std::format("the proxy {}: {}", origin.proxy->display(), received.error().message);
    return received;
  }
  if (answer.status() / 100 == 2) return {};
  return failed(Kind::refused, std::format("the proxy {} does not let us through to {}: it answers with status {}",
                                           origin.proxy->display(), origin.display(), answer.status()));
}

std::expected<void, ClientFailure> Client::Connection::await(Progress progress, const net::Patience& patience,
                                                             Kind kind) const {
  const short events = progress == Progress::want_write ? POLLOUT : POLLIN;
  switch (net::Waiter(patience).wait(socket_.fd(), events)) {
    case net::Awaited::ready:
      return {};
    case net::Awaited::timed_out:
      return failed(kind, std::format("no answer from {} in time", address_));
    case net::Awaited::stopped:
      break;
  }
  return failed(Kind::stopped, "stopped");
}

std::expected<void, ClientFailure> Client::Connection::shake_hands(const net::Patience& patience) {
  for (;;) {
    const Progress progress = channel_->handshake();
    if (progress == Progress::done) return {};
    if (progress == Progress::closed) {
      return failed(Kind::unreachable, reason("the connection was closed within the TLS handshake"));
    }
    if (auto ready = await(progress, patience, Kind::unreachable); !ready) {
      if (ready.error().kind == Kind::unreachable) ready.error().message += ": does it speak TLS?";
      return ready;
    }
  }
}

std::expected<void, ClientFailure> Client::Connection::send(std::string_view bytes, const Pace& pace) {
  while (!bytes.empty()) {
    const Transfer written = channel_->write(bytes);
    if (written.progress == Progress::done) {
      bytes.remove_prefix(written.bytes);
      continue;
    }
    if (written.progress == Progress::closed) return failed(Kind::cut, reason("the connection was closed"));
    if (auto ready = await(written.progress, pace.while_moving(), Kind::cut); !ready) return ready;
  }
  return {};
}

std::expected<void, ClientFailure> Client::Connection::receive(ResponseParser& parser, const Pace& pace) {
  std::array<char, read_size> buffer;
  for (;;) {
    auto state = ResponseParser::State::more;
    const Transfer read = channel_->read(buffer);
    if (read.progress == Progress::done) {
      state = parser.put({buffer.data(), read.bytes});
    } else if (read.progress == Progress::closed) {
      if (!parser.began()) return failed(Kind::cut, reason("the connection was closed without an answer"));
      state = parser.end_of_stream();
    } else if (auto ready = await(read.progress, pace.while_moving(), Kind::cut); !ready) {
      return ready;
    }
    // Bytes that keep coming are waited for no longer.
    if (state == ResponseParser::State::more && pace.stop.stop_requested()) return failed(Kind::stopped, "stopped");
    if (state == ResponseParser::State::more && Clock::now() >= pace.end) {
      return failed(Kind::cut, std::format("no whole answer from {} in time", address_));
    }
    if (state == ResponseParser::State::broken) {
      const bool cut = read.progress == Progress::closed;
      return failed(cut ? Kind::cut : Kind::not_http, parser.failure());
    }
    if (state != ResponseParser::State::more) return {};
  }
}

Client::Client(Origin origin, const ClientLimits& limits) : origin_(std::move(origin)), limits_(limits) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

const Origin& Client::origin() const {
  return origin_;
}

std::expected<ClientResponse, ClientFailure> Client::send(const ClientRequest& request, const std::stop_token& stop) {
  std::string body;
  bool too_long = false;
  auto response = stream(
      request,
      [&](std::string_view bytes) {
        too_long = bytes.size() > limits_.longest_body - body.size();
        if (!too_long) body += bytes;
        return !too_long;
      },
      stop);
  if (!response) return response;
  if (too_long) return failed(Kind::too_long, std::format("the answer is longer than {} bytes", limits_.longest_body));
  response->body = std::move(body);
  return response;
}

std::expected<ClientResponse, ClientFailure> Client::stream(const ClientRequest& request, BodySink sink,
                                                            const std::stop_token& stop, HeadSink head) {
  const std::string bytes = head_of(request, origin_) + request.body;
  const Pace pace = pace_of(request, limits_, stop);
  for (;;) {
    const bool reused = connection_ && connection_->usable();
    if (!reused) {
      connection_.reset();
      auto opened = Connection::open(origin_, limits_, pace);
      if (!opened) return std::unexpected(std::move(opened.error()));
      connection_ = *std::move(opened);
    }
    if (request.permitted && !request.permitted()) return failed(Kind::forbidden, "not permitted any more");
    ResponseParser parser(request.method == "HEAD", sink, head);
    auto exchanged = connection_->send(bytes, pace);
    if (exchanged) exchanged = connection_->receive(parser, pace);
    if (!exchanged || !parser.keep_alive()) connection_.reset();
    if (exchanged) {
      return ClientResponse{
          .status = parser.status(), .headers = parser.take_headers(), .body = {}, .excess = parser.excess()};
    }
    const bool stale = reused && !parser.began() && exchanged.error().kind == Kind::cut;
    if (!stale || !may_be_repeated(request.method)) return std::unexpected(std::move(exchanged.error()));
  }
}

}  // namespace chandler::platform::http
