#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace chandler::tests {

// A program that runs beside the test, its output in a file. Killed with the object, and by the kernel
// should the test itself die. Not thread-safe.
class ChildProcess {
 public:
  ChildProcess(const std::vector<std::string>& words, std::filesystem::path log);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ChildProcess(ChildProcess&&) = delete;
  ChildProcess& operator=(ChildProcess&&) = delete;

  void send(int signal) const;
  bool running();
  int wait();  // blocks; the exit code, or 128 + the signal
  std::string output() const;

 private:
  std::filesystem::path log_;
  pid_t pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

// A port of 127.0.0.1 that nothing used a moment ago.
int free_port();

}  // namespace chandler::tests
