#include "tests/integration/migrate/program.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace chandler::tests {
namespace fs = std::filesystem;
namespace {

fs::path new_log() {
  std::string name = (fs::temp_directory_path() / "chandler-migrate-log-XXXXXX").string();
  const int fd = mkstemp(name.data());
  if (fd < 0) throw std::runtime_error("mkstemp failed");
  close(fd);
  return name;
}

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Program::Program(const fs::path& source, const std::string& uri, const std::vector<std::string>& more)
    : log_(new_log()) {
  std::vector<std::string> words{CHANDLER_PROGRAM, "migrate", "--source", source.string(), "--database", uri};
  words.insert(words.end(), more.begin(), more.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int log = open(log_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) _exit(126);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(log);
}

Program::Program(Program&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), log_(std::exchange(other.log_, {})), code_(other.code_) {}

Program::~Program() {
  if (pid_ < 0) return;
  if (code_ < 0) {
    kill(pid_, SIGKILL);
    wait();
  }
  std::error_code ignored;
  fs::remove(log_, ignored);
}

void Program::send(int signal) const {
  if (code_ < 0) kill(pid_, signal);
}

bool Program::running() {
  int status = 0;
  if (code_ < 0 && waitpid(pid_, &status, WNOHANG) == pid_) code_ = code_of(status);
  return code_ < 0;
}

int Program::wait() {
  int status = 0;
  while (code_ < 0) {
    const pid_t ended = waitpid(pid_, &status, 0);
    if (ended == pid_) code_ = code_of(status);
    if (ended < 0 && errno != EINTR) throw std::runtime_error("waitpid failed");
  }
  return code_;
}

std::string Program::output() const {
  std::ifstream in(log_);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace chandler::tests
