#include "platform/net/dial.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <format>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>

#include <poll.h>

#include "platform/net/resolve.hpp"

namespace chandler::platform::net {
namespace {

// One address that swallows packets must not keep the next from being tried.
constexpr std::chrono::seconds longest_connect{3};

std::string numeric(const addrinfo& address) {
  std::array<char, NI_MAXHOST> text{};
  const int failed =
      getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return failed == 0 ? std::string(text.data()) : std::string("?");
}

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

std::expected<Socket, std::string> connect_to(const addrinfo& address, const Patience& patience) {
  Socket socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!socket) return std::unexpected(reason_of(errno));
  if (connect(socket.fd(), address.ai_addr, address.ai_addrlen) == 0) return socket;
  if (errno != EINPROGRESS) return std::unexpected(reason_of(errno));
  const Awaited awaited = Waiter(patience.capped(longest_connect)).wait(socket.fd(), POLLOUT);
  if (awaited == Awaited::stopped) return std::unexpected("stopped");
  if (awaited == Awaited::timed_out) return std::unexpected("no answer");
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return std::unexpected(reason_of(error));
  return socket;
}

}  // namespace

std::expected<Dialled, std::string> dial(const std::string& host, std::uint16_t port, const Patience& patience) {
  auto addresses = resolve(host, port, patience);
  if (!addresses) return std::unexpected(addresses.error());
  std::string reasons;
  for (const addrinfo* address = addresses->get(); address != nullptr; address = address->ai_next) {
    std::string shown = numeric(*address);
    auto socket = connect_to(*address, patience);
    if (socket) return Dialled{.socket = *std::move(socket), .address = std::move(shown)};
    reasons += std::format("{}{}: {}", reasons.empty() ? "" : "; ", shown, socket.error());
  }
  return std::unexpected(reasons);
}

}  // namespace chandler::platform::net
