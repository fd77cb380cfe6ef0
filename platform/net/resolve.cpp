#include "platform/net/resolve.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <format>
#include <string>

namespace chandler::platform::net {
namespace {

// gai_suspend cannot watch a stop token, so it waits in slices.
constexpr std::chrono::milliseconds slice{100};

// What the resolver's own thread reads and writes until the look-up has ended.
struct Lookup {
  Lookup(std::string name, std::uint16_t number) : host(std::move(name)), port(std::to_string(number)) {
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    request.ar_name = host.c_str();
    request.ar_service = port.c_str();
    request.ar_request = &hints;
  }

  std::string host;
  std::string port;
  addrinfo hints{};
  gaicb request{};
};

// An address as digits, or this machine itself (RFC 6761, 6.3): no name server is asked, and no thread is
// needed. Null for other names.
Addresses resolve_here(const Lookup& lookup) {
  addrinfo hints = lookup.hints;
  if (lookup.host != "localhost") hints.ai_flags |= AI_NUMERICHOST;
  addrinfo* found = nullptr;
  return Addresses(getaddrinfo(lookup.host.c_str(), lookup.port.c_str(), &hints, &found) == 0 ? found : nullptr);
}

bool ended(const Lookup& lookup, std::chrono::nanoseconds wait) {
  const timespec time{.tv_sec = 0, .tv_nsec = static_cast<long>(wait.count())};
  const std::array<const gaicb*, 1> list{&lookup.request};
  gai_suspend(list.data(), list.size(), &time);
  return gai_error(const_cast<gaicb*>(&lookup.request)) != EAI_INPROGRESS;
}

}  // namespace

void FreeAddresses::operator()(addrinfo* list) const {
  freeaddrinfo(list);
}

std::expected<Addresses, std::string> resolve(const std::string& host, std::uint16_t port, const Patience& patience) {
  auto lookup = std::make_unique<Lookup>(host, port);
  if (Addresses addresses = resolve_here(*lookup)) return addresses;
  std::array<gaicb*, 1> list{&lookup->request};
  if (const int failed = getaddrinfo_a(GAI_NOWAIT, list.data(), 1, nullptr); failed != 0) {
    return std::unexpected(std::format("cannot resolve {}: {}", host, gai_strerror(failed)));
  }
  for (;;) {
    const auto left = patience.deadline - std::chrono::steady_clock::now();
    if (ended(*lookup, std::clamp<std::chrono::nanoseconds>(left, std::chrono::nanoseconds(0), slice))) break;
    if (left.count() > 0 && !patience.stop.stop_requested()) continue;
    // A look-up that runs already cannot be cancelled: glibc's thread goes on using it, so it stays.
    if (gai_cancel(list[0]) == EAI_NOTCANCELED) static_cast<void>(lookup.release());
    return std::unexpected(std::format("cannot resolve {}: the name server does not answer", host));
  }
  const int result = gai_error(list[0]);
  if (result != 0) return std::unexpected(std::format("cannot resolve {}: {}", host, gai_strerror(result)));
  return Addresses(lookup->request.ar_result);
}

}  // namespace chandler::platform::net
