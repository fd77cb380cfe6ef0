#include "tests/support/api_proxy.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <format>
#include <limits>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

#include <poll.h>

#include "platform/process/shutdown.hpp"

namespace chandler::tests {
namespace {

namespace http = platform::http;
using platform::net::Socket;

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string_view header(std::string_view head, std::string_view name) {
  const std::size_t at = head.find(std::format("\r\n{}: ", name));
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

// Nullopt: the client went away, or a stop.
std::optional<ApiProxy::Request> read_request(int client, const std::stop_token& stop) {
  const platform::StopEvent stopped(stop);
  std::string text;
  std::array<char, 65536> buffer{};
  std::array<pollfd, 2> watched{{{client, POLLIN, 0}, {stopped.fd(), POLLIN, 0}}};
  for (;;) {
    if (const std::size_t end = text.find("\r\n\r\n"); end != std::string::npos) {
      const std::string_view head = std::string_view(text).substr(0, end + 2);
      const std::string_view length = header(head, "Content-Length");
      std::size_t size = 0;
      std::from_chars(length.data(), length.data() + length.size(), size);
      if (text.size() >= end + 4 + size) {
        const std::size_t space = head.find(' ');
        const std::size_t second = head.find(' ', space + 1);
        return ApiProxy::Request{.method = std::string(head.substr(0, space)),
                                 .target = std::string(head.substr(space + 1, second - space - 1)),
                                 .authorization = std::string(header(head, "Authorization")),
                                 .content_type = std::string(header(head, "Content-Type")),
                                 .body = text.substr(end + 4, size)};
      }
    }
    if (poll(watched.data(), watched.size(), -1) <= 0 || watched[1].revents != 0) return std::nullopt;
    const ssize_t got = recv(client, buffer.data(), buffer.size(), 0);
    if (got <= 0) return std::nullopt;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

ApiProxy::ApiProxy(http::Origin upstream)
    : upstream_(std::move(upstream)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_.fd(), reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_.fd(), 64) != 0 ||
      getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for the proxy");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { accept(stop); });
}

void ApiProxy::follow(Script script) {
  const std::scoped_lock lock(mutex_);
  script_ = std::move(script);
}

void ApiProxy::cut() {
  const std::scoped_lock lock(mutex_);
  for (Connection& connection : connections_) connection.stop.request_stop();
}

std::vector<ApiProxy::Request> ApiProxy::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

std::size_t ApiProxy::count(const std::function<bool(const Request&)>& like) const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count_if(requests_, like));
}

void ApiProxy::accept(const std::stop_token& stop) {
  const platform::StopEvent stopped(stop);
  std::array<pollfd, 2> watched{{{listener_.fd(), POLLIN, 0}, {stopped.fd(), POLLIN, 0}}};
  while (poll(watched.data(), watched.size(), -1) > 0 && watched[1].revents == 0) {
    const int client = accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const std::scoped_lock lock(mutex_);
    Connection& connection = connections_.emplace_back();
    connection.thread = std::jthread([this, client, token = connection.stop.get_token()] { serve(client, token); });
  }
  cut();
  std::list<Connection> ending;
  {
    const std::scoped_lock lock(mutex_);
    ending.swap(connections_);
  }
}

void ApiProxy::serve(int descriptor, const std::stop_token& stop) {
  const Socket client(descriptor);
  const auto request = read_request(client.fd(), stop);
  if (!request) return;
  Script script;
  {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(*request);
    script = script_;
  }
  const std::optional<Fault> fault = script ? script(*request) : std::nullopt;
  if (!fault) return pass_on(client.fd(), *request, std::numeric_limits<std::size_t>::max(), stop);
  switch (fault->kind) {
    case Fault::Kind::cut:
      return;
    case Fault::Kind::cut_after:
      return pass_on(client.fd(), *request, fault->bytes, stop);
    case Fault::Kind::answer:
      send_all(client.fd(),
               std::format("HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: "
                           "close\r\n\r\n{}",
                           fault->head, fault->body.size(), fault->body));
  }
}

// Chunked, so that a body that is cut can be told from one that ended.
void ApiProxy::pass_on(int client, const Request& request, std::size_t most, const std::stop_token& stop) const {
  http::Client server(upstream_, {.quiet = std::chrono::minutes(15)});
  http::ClientRequest passed{.method = request.method,
                             .target = request.target,
                             .headers = {{"Accept", "application/json"}, {"Authorization", request.authorization}},
                             .body = request.body};
  if (!request.body.empty()) passed.headers.emplace_back("Content-Type", request.content_type);
  const auto answered = server.stream(
      passed,
      [&](std::string_view bytes) {
        const std::string_view kept = bytes.substr(0, most);
        most -= kept.size();
        return send_all(client, std::format("{:x}\r\n{}\r\n", kept.size(), kept)) && most > 0;
      },
      stop,
      [&](int status, const http::Headers&) {
        return send_all(client, std::format("HTTP/1.1 {} Passed on\r\nContent-Type: application/json\r\n"
                                            "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
                                            status));
      });
  if (answered && most > 0) send_all(client, "0\r\n\r\n");
}

}  // namespace chandler::tests
