#include "tests/support/cutting_proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <utility>

#include <linux/filter.h>
#include <poll.h>

#include "platform/process/shutdown.hpp"

namespace chandler::tests {
namespace {

using platform::net::Socket;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// The kernel drops whatever comes for the socket, and so acknowledges nothing, not even that it is there.
void make_deaf(int socket) {
  sock_filter drop_all{.code = BPF_RET | BPF_K, .jt = 0, .jf = 0, .k = 0};
  const sock_fprog program{.len = 1, .filter = &drop_all};
  if (setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) {
    throw std::runtime_error("the kernel takes no socket filter");
  }
}

}  // namespace

CuttingProxy::CuttingProxy(int server_port, std::string trigger, Cut cut, int passes)
    : server_port_(server_port),
      trigger_(std::move(trigger)),
      cut_(cut),
      passes_(passes),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_.fd(), reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_.fd(), 8) != 0 ||
      getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for the proxy");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

void CuttingProxy::serve(const std::stop_token& token) {
  const platform::StopEvent stop(token);
  const sockaddr_in address = loopback(server_port_);
  std::array<pollfd, 2> watched{{{listener_.fd(), POLLIN, 0}, {stop.fd(), POLLIN, 0}}};
  while (poll(watched.data(), watched.size(), -1) > 0 && watched[1].revents == 0) {
    Socket client(accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    Socket server(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (connect(server.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) continue;
    if (pass(client.fd(), server.fd(), stop.fd())) continue;
    make_deaf(client.fd());
    make_deaf(server.fd());
    silent_.push_back(std::move(client));
    silent_.push_back(std::move(server));
  }
}

// False: the connection falls silent.
bool CuttingProxy::pass(int client, int server, int stop) {
  std::array<pollfd, 3> watched{{{client, POLLIN, 0}, {server, POLLIN, 0}, {stop, POLLIN, 0}}};
  std::array<char, 65536> buffer{};
  while (poll(watched.data(), watched.size(), -1) > 0 && watched[2].revents == 0) {
    const bool from_client = watched[0].revents != 0;
    const ssize_t got = recv(from_client ? client : server, buffer.data(), buffer.size(), 0);
    if (got <= 0) return true;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    const bool matches = from_client && cuts_ == 0 && bytes.contains(trigger_);
    const bool cuts = matches && passes_-- == 0;
    if (cuts) ++cuts_;
    if (cuts && cut_ == Cut::before) return true;
    if (send(from_client ? server : client, bytes.data(), bytes.size(), MSG_NOSIGNAL) != got) return true;
    if (!cuts) continue;
    if (cut_ == Cut::silently) return false;
    static_cast<void>(recv(server, buffer.data(), buffer.size(), 0));  // the server is through with it
    return true;
  }
  return true;
}

}  // namespace chandler::tests
