#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "platform/net/socket.hpp"

namespace chandler::tests {

// A server that says what a test tells it to, byte for byte, to one client after the other.
class ScriptedServer {
 public:
  // One accepted connection, blocking; closed when the script returns.
  class Peer {
   public:
    explicit Peer(int fd) : fd_(fd) {}
    std::string read_head() const;  // up to and with the blank line; what there is when the client closes
    void send(std::string_view bytes) const;
    void wait_for_close() const;
    // Bytes both ways, until one side closes or so many came from the other.
    void pass_on(int other, std::size_t most = SIZE_MAX) const;

   private:
    int fd_;
  };

  explicit ScriptedServer(std::function<void(const Peer&)> script);
  ~ScriptedServer();  // waits for the script that runs
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ScriptedServer(ScriptedServer&&) = delete;
  ScriptedServer& operator=(ScriptedServer&&) = delete;

  std::uint16_t port() const { return port_; }
  int accepted() const { return accepted_; }

 private:
  platform::net::Socket listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::function<void(const Peer&)> script_;
  std::thread thread_;
};

}  // namespace chandler::tests
