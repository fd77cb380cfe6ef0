#include "tests/integration/migrate/cutting_proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace chandler::tests {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool readable(int fd, int milliseconds) {
  pollfd watched{fd, POLLIN, 0};
  return poll(&watched, 1, milliseconds) > 0;
}

}  // namespace

CuttingProxy::CuttingProxy(int server_port, std::string trigger)
    : server_port_(server_port),
      trigger_(std::move(trigger)),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for the proxy");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

CuttingProxy::~CuttingProxy() {
  ending_ = true;
  thread_.join();
  close(listener_);
}

void CuttingProxy::serve() {
  while (!ending_) {
    if (!readable(listener_, 20)) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    pass(client);
    close(client);
  }
}

void CuttingProxy::pass(int client) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(server_port_);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    for (bool open = true; open && !ending_;) {
      std::array<pollfd, 2> watched{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
      if (poll(watched.data(), watched.size(), 20) <= 0) continue;
      if (watched[0].revents != 0) open = forward(client, server, true);
      if (open && watched[1].revents != 0) open = forward(server, client, false);
    }
  }
  close(server);
}

bool CuttingProxy::forward(int from, int to, bool from_client) {
  std::array<char, 65536> buffer{};
  const ssize_t n = read(from, buffer.data(), buffer.size());
  if (n <= 0) return false;
  const std::string_view data(buffer.data(), static_cast<std::size_t>(n));
  if (write(to, data.data(), data.size()) != n) return false;
  if (!from_client || cuts_ > 0 || !data.contains(trigger_)) return true;
  ++cuts_;
  readable(to, 60'000);  // the server is through with it
  return false;
}

}  // namespace chandler::tests
