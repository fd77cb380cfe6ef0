#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <stop_token>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "platform/files/descriptor.hpp"

namespace chandler::platform {

struct ProgramOptions {
  enum class Output : std::uint8_t {
    captured,  // for `read_some`
    ours,      // goes where our own goes
    dropped
  };
  std::vector<std::string> words;  // a path, or a name that is looked for in PATH, and the arguments
  std::vector<std::pair<std::string, std::string>> environment = {};  // besides our own, and before it
  bool takes_input = false;                                           // our standard input is its, too; else none
  Output output = Output::captured;
  Output errors = Output::ours;
};

// Another program that runs. It gets none of our blocked signals. Asked to end (SIGTERM) and waited for with the
// object. Not thread-safe.
class Program {
 public:
  // The error, for a person: "cannot run aws-iam: No such file or directory".
  static std::expected<Program, std::string> start(const ProgramOptions& options);
  ~Program();
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Blocks until more of its standard output came: false when there is no more, at the deadline or at a stop.
  bool read_some(std::string& into, std::chrono::steady_clock::time_point deadline, const std::stop_token& stop);

  // Blocks until it has ended, or there is a stop or the deadline: then it is asked to end, and -1 is returned. Else
  // the exit code, or 128 + the signal that ended it.
  int wait(std::chrono::steady_clock::time_point deadline, const std::stop_token& stop);

 private:
  Program(pid_t pid, Descriptor process, Descriptor output)
      : pid_(pid), process_(std::move(process)), output_(std::move(output)) {}

  pid_t pid_ = -1;
  Descriptor process_;  // readable when it has ended
  Descriptor output_;
};

struct Ended {
  int code = 0;  // as of `Program::wait`
  std::string output;
};

// Runs it to its end.
std::expected<Ended, std::string> run_program(const ProgramOptions& options, std::chrono::milliseconds limit,
                                              const std::stop_token& stop);

}  // namespace chandler::platform
