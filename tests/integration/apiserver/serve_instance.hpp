#pragma once

#include <string>
#include <vector>

#include "tests/support/child_process.hpp"

namespace chandler::tests {

// A running `chandler serve` on free ports of 127.0.0.1.
class ServeInstance {
 public:
  // Waits until it listens. `flags` come on top of --listen, --health-listen, --api-listen and a short --drain.
  ServeInstance(const std::string& program, const std::vector<std::string>& flags);

  int port() const { return port_; }
  int health_port() const { return health_port_; }
  int api_port() const { return api_port_; }
  ChildProcess& process() { return process_; }
  std::string output() const { return process_.output(); }

  // The status of GET on the plain port; 0 when there is no answer.
  int status_of(const std::string& path) const;
  // The value of a series of /metrics without labels; -1: there is none.
  double metric(const std::string& name) const;
  bool becomes_ready() const;
  // How many log lines are of that event.
  std::size_t events(const std::string& event) const;
  bool comes_to(const std::string& event, std::size_t times = 1) const;

 private:
  ChildProcess process_;
  int port_ = 0;
  int health_port_ = 0;
  int api_port_ = 0;
};

}  // namespace chandler::tests
