#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "platform/net/socket.hpp"

namespace chandler::tests {

// Stands before a PostgreSQL server on 127.0.0.1, one connection after the other, and cuts the first one
// whose client sends bytes that hold `trigger`, when `passes` such have gone through.
class CuttingProxy {
 public:
  enum class Cut : std::uint8_t {
    before,    // they never reach the server
    after,     // the server carries them out, its answer is lost
    silently,  // they reach the server; from then on neither side hears of the other, as when a cable is pulled
  };

  CuttingProxy(int server_port, std::string trigger, Cut cut = Cut::after, int passes = 0);

  int port() const { return port_; }
  int cuts() const { return cuts_; }

 private:
  void serve(const std::stop_token& stop);
  bool pass(int client, int server, int stop);

  int server_port_;
  std::string trigger_;
  Cut cut_;
  int passes_;  // the thread's
  platform::net::Socket listener_;
  int port_ = 0;
  std::atomic<int> cuts_ = 0;
  std::vector<platform::net::Socket> silent_;  // the thread's
  std::jthread thread_;                        // the last: it uses the rest
};

}  // namespace chandler::tests
