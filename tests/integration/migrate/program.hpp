#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace chandler::tests {

// `chandler migrate` as a process of its own. Killed with the object if it still runs. Not thread-safe.
class Program {
 public:
  Program(const std::filesystem::path& source, const std::string& uri, const std::vector<std::string>& more = {});
  ~Program();
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void send(int signal) const;
  bool running();
  int wait();  // the exit code, or 128 + the signal that ended it

  // What it wrote to standard output and standard error so far.
  std::string output() const;

 private:
  pid_t pid_ = -1;
  std::filesystem::path log_;
  int code_ = -1;
};

}  // namespace chandler::tests
