#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace chandler::tests {

// Stands before a PostgreSQL server on 127.0.0.1. The first time a client sends a text that holds
// `trigger`, the server gets it and carries it out, but its answer is lost: the connection is cut.
class CuttingProxy {
 public:
  CuttingProxy(int server_port, std::string trigger);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  CuttingProxy(CuttingProxy&&) = delete;
  CuttingProxy& operator=(CuttingProxy&&) = delete;

  int port() const { return port_; }
  int cuts() const { return cuts_; }

 private:
  void serve();
  void pass(int client);
  bool forward(int from, int to, bool from_client);

  int server_port_;
  std::string trigger_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<int> cuts_ = 0;
  std::thread thread_;
};

}  // namespace chandler::tests
