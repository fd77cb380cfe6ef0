#include "platform/process/program.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <format>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <unistd.h>

#include "platform/process/shutdown.hpp"

namespace chandler::platform {
namespace {

using Clock = std::chrono::steady_clock;
using Output = ProgramOptions::Output;

constexpr const char* nothing = "/dev/null";

class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_init(&actions_);
  }
  ~SpawnAttributes() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  SpawnAttributes(SpawnAttributes&&) = delete;
  SpawnAttributes& operator=(SpawnAttributes&&) = delete;

  void lead(int fd, Output where, int pipe) {
    if (where == Output::captured) posix_spawn_file_actions_adddup2(&actions_, pipe, fd);
    if (where == Output::dropped) posix_spawn_file_actions_addopen(&actions_, fd, nothing, O_WRONLY, 0);
  }
  void no_input() { posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, nothing, O_RDONLY, 0); }

  const posix_spawnattr_t* attributes() const { return &attributes_; }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawnattr_t attributes_{};
  posix_spawn_file_actions_t actions_{};
};

// Where a name is set twice, most programs see the first.
std::vector<std::string> variables_of(const ProgramOptions& options) {
  std::vector<std::string> variables;
  variables.reserve(options.environment.size());
  for (const auto& [name, value] : options.environment) variables.push_back(std::format("{}={}", name, value));
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view variable = *at;
    const std::string_view name = variable.substr(0, variable.find('='));
    if (!std::ranges::contains(options.environment, name, &std::pair<std::string, std::string>::first)) {
      variables.emplace_back(variable);
    }
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The header of glibc's own pidfd_open is one of C alone.
Descriptor process_of(pid_t pid) {
  return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

enum class Awaited : std::uint8_t { ready, deadline, stopped };

Awaited await(int fd, Clock::time_point deadline, const std::stop_token& stop) {
  const StopEvent stopped(stop);
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    std::array<pollfd, 2> watched{{{fd, POLLIN, 0}, {stopped.fd(), POLLIN, 0}}};
    const int ready = poll(watched.data(), watched.size(), static_cast<int>(std::clamp<long>(left, 0, 3'600'000)));
    if (watched[1].revents != 0) return Awaited::stopped;
    if (ready > 0) return Awaited::ready;
    if (ready == 0 && Clock::now() >= deadline) return Awaited::deadline;
  }
}

}  // namespace

std::expected<Program, std::string> Program::start(const ProgramOptions& options) {
  const auto failed = [&](int error) {
    return std::unexpected(std::format("cannot run {}: {}", options.words.front(), std::strerror(error)));
  };
  std::array<int, 2> pipe{-1, -1};
  const bool captures = options.output == Output::captured || options.errors == Output::captured;
  if (captures && pipe2(pipe.data(), O_CLOEXEC) != 0) return failed(errno);
  Descriptor reading(pipe[0]);
  const Descriptor writing(pipe[1]);
  SpawnAttributes spawn;
  if (!options.takes_input) spawn.no_input();
  spawn.lead(STDOUT_FILENO, options.output, pipe[1]);
  spawn.lead(STDERR_FILENO, options.errors, pipe[1]);
  std::vector<std::string> words = options.words;
  std::vector<std::string> variables = variables_of(options);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, words.front().c_str(), spawn.actions(), spawn.attributes(),
                                 pointers_to(words).data(), pointers_to(variables).data());
  if (error != 0) return failed(error);
  return Program(pid, process_of(pid), std::move(reading));
}

Program::Program(Program&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), process_(std::move(other.process_)), output_(std::move(other.output_)) {}

Program::~Program() {
  if (pid_ < 0) return;
  kill(pid_, SIGTERM);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool Program::read_some(std::string& into, Clock::time_point deadline, const std::stop_token& stop) {
  if (await(output_.fd(), deadline, stop) != Awaited::ready) return false;
  std::array<char, 4096> buffer{};
  const ssize_t got = read(output_.fd(), buffer.data(), buffer.size());
  if (got <= 0) return false;
  into.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

int Program::wait(Clock::time_point deadline, const std::stop_token& stop) {
  const bool ended = !process_ || await(process_.fd(), deadline, stop) == Awaited::ready;
  if (!ended) kill(pid_, SIGTERM);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (!ended) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::expected<Ended, std::string> run_program(const ProgramOptions& options, std::chrono::milliseconds limit,
                                              const std::stop_token& stop) {
  const auto deadline = Clock::now() + limit;
  auto program = Program::start(options);
  if (!program) return std::unexpected(std::move(program.error()));
  Ended ended;
  while (program->read_some(ended.output, deadline, stop)) {
  }
  ended.code = program->wait(deadline, stop);
  if (ended.code >= 0) return ended;
  return std::unexpected(stop.stop_requested() ? std::string("stopped")
                                               : std::format("{} did not end within {:.1f} s", options.words.front(),
                                                             std::chrono::duration<double>(limit).count()));
}

}  // namespace chandler::platform
