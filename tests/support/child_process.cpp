#include "tests/support/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace chandler::tests {
namespace {

constexpr const char* log_name = "output";

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& words) : folder_(std::make_unique<TemporaryFolder>()) {
  const std::filesystem::path log = folder_->path() / log_name;
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ > 0) return;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0) _exit(126);
  // What the test listens on must end with the test's own hand.
  close_range(STDERR_FILENO + 1, ~0U, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGPIPE, SIG_DFL);
  execv(argv[0], argv.data());
  _exit(127);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : folder_(std::move(other.folder_)),
      pid_(std::exchange(other.pid_, -1)),
      status_(other.status_),
      ended_(std::exchange(other.ended_, true)) {}

ChildProcess::~ChildProcess() {
  if (!running()) return;
  send(SIGKILL);
  wait();
}

void ChildProcess::send(int signal) {
  if (running()) kill(pid_, signal);
}

bool ChildProcess::running() {
  if (!ended_ && waitpid(pid_, &status_, WNOHANG) == pid_) ended_ = true;
  return !ended_;
}

int ChildProcess::wait() {
  while (!ended_) {
    if (waitpid(pid_, &status_, 0) == pid_ || errno != EINTR) ended_ = true;
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

std::string ChildProcess::output() const {
  std::ifstream in(folder_->path() / log_name);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace chandler::tests
