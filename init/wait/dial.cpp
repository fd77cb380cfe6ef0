#include "init/wait/dial.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <format>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>

#include <poll.h>
#include <unistd.h>

#include "init/wait/resolve.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::wait {
namespace {

using Clock = std::chrono::steady_clock;

// One address that swallows packets must not keep the next from being tried.
constexpr std::chrono::seconds longest_connect{3};

class Socket {
 public:
  explicit Socket(int family) : fd_(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP)) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&&) = delete;
  Socket& operator=(Socket&&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

std::string numeric(const addrinfo& address) {
  std::array<char, NI_MAXHOST> text{};
  const int failed =
      getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return failed == 0 ? std::string(text.data()) : std::string("?");
}

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

// Empty: connected.
std::string try_connect(const addrinfo& address, const Patience& patience) {
  const Socket socket(address.ai_family);
  if (socket.fd() < 0) return reason_of(errno);
  if (connect(socket.fd(), address.ai_addr, address.ai_addrlen) == 0) return {};
  if (errno != EINPROGRESS) return reason_of(errno);
  const platform::StopEvent stop(patience.stop);
  std::array<pollfd, 2> watched{{{socket.fd(), POLLOUT, 0}, {stop.fd(), POLLIN, 0}}};
  const auto left = std::min<Clock::duration>(patience.deadline - Clock::now(), longest_connect);
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(std::max(left, Clock::duration::zero()));
  if (poll(watched.data(), watched.size(), static_cast<int>(ms.count())) < 0) return reason_of(errno);
  if (watched[1].revents != 0) return "stopped";
  if (watched[0].revents == 0) return "no answer";
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? std::string() : reason_of(error);
}

}  // namespace

std::expected<std::string, std::string> dial(const std::string& host, std::uint16_t port, const Patience& patience) {
  auto addresses = resolve(host, port, patience);
  if (!addresses) return std::unexpected(addresses.error());
  std::string reasons;
  for (const addrinfo* address = addresses->get(); address != nullptr; address = address->ai_next) {
    std::string shown = numeric(*address);
    const std::string reason = try_connect(*address, patience);
    if (reason.empty()) return shown;
    reasons += std::format("{}{}: {}", reasons.empty() ? "" : "; ", shown, reason);
  }
  return std::unexpected(reasons);
}

}  // namespace chandler::wait
