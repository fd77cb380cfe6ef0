#include "tests/support/scripted_server.hpp"

#include <array>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>

#include <poll.h>

namespace chandler::tests {

std::string ScriptedServer::Peer::read_head() const {
  std::string head;
  char byte = 0;
  while (!head.ends_with("\r\n\r\n") && recv(fd_, &byte, 1, 0) == 1) head += byte;
  return head;
}

void ScriptedServer::Peer::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void ScriptedServer::Peer::wait_for_close() const {
  std::array<char, 256> ignored{};
  while (recv(fd_, ignored.data(), ignored.size(), 0) > 0) continue;
}

void ScriptedServer::Peer::pass_on(int other, std::size_t most) const {
  std::array<pollfd, 2> watched{{{fd_, POLLIN, 0}, {other, POLLIN, 0}}};
  std::array<char, 65536> buffer{};
  while (poll(watched.data(), watched.size(), -1) > 0) {
    const bool ours = watched[0].revents != 0;
    const ssize_t got = recv(ours ? fd_ : other, buffer.data(), buffer.size(), 0);
    if (got <= 0) return;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    if (ours) {
      Peer(other).send(bytes);
    } else {
      if (bytes.size() >= most) return send(bytes.substr(0, most));
      most -= bytes.size();
      send(bytes);
    }
  }
}

ScriptedServer::ScriptedServer(std::function<void(const Peer&)> script)
    : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), script_(std::move(script)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_.fd(), generic, size) != 0 || listen(listener_.fd(), 16) != 0 ||
      getsockname(listener_.fd(), generic, &size) != 0) {
    throw std::runtime_error("cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] {
    for (;;) {
      const platform::net::Socket client(accept(listener_.fd(), nullptr, nullptr));
      if (!client) return;  // shut down
      ++accepted_;
      script_(Peer(client.fd()));
    }
  });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listener_.fd(), SHUT_RDWR);
  thread_.join();
}

}  // namespace chandler::tests
