#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "platform/net/socket.hpp"

namespace chandler::tests {

// Stands before a PostgreSQL server on 127.0.0.1, one connection after the other, and cuts the first one
// whose client sends bytes that hold `trigger`.
class CuttingProxy {
 public:
  enum class Cut : std::uint8_t {
    before,  // they never reach the server
    after,   // the server carries them out, its answer is lost
  };

  CuttingProxy(int server_port, std::string trigger, Cut cut = Cut::after);

  int port() const { return port_; }
  int cuts() const { return cuts_; }

 private:
  void serve(const std::stop_token& stop);
  void pass(int client, int server, int stop);

  int server_port_;
  std::string trigger_;
  Cut cut_;
  platform::net::Socket listener_;
  int port_ = 0;
  std::atomic<int> cuts_ = 0;
  std::jthread thread_;  // the last: it uses the rest
};

}  // namespace chandler::tests
