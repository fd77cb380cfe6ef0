#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace chandler::tests {

// A program that runs beside the test. Killed with the object, and by the kernel should the test itself die.
// Not thread-safe.
class ChildProcess {
 public:
  // `words`: the program's path and its arguments.
  explicit ChildProcess(const std::vector<std::string>& words);
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return pid_; }
  void send(int signal);
  bool running();
  int wait();  // blocks; the exit code, or 128 + the signal that ended it

  // What it wrote to standard output and standard error so far.
  std::string output() const;

 private:
  std::unique_ptr<TemporaryFolder> folder_;
  pid_t pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

}  // namespace chandler::tests
