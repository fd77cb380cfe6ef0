#include "tests/support/terminal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <sys/wait.h>

#include <poll.h>
#include <pty.h>
#include <unistd.h>

namespace chandler::tests {
namespace {

constexpr std::chrono::minutes patience{1};

// The end of the escape sequence that begins at `at`: ESC [ digits letter.
std::size_t end_of_sequence(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of("ABCDEFGHJKSTfhlmnsu", at), text.size() - 1);
}

}  // namespace

Terminal::Terminal(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ < 0) throw std::runtime_error("no pseudo-terminal");
  if (pid_ > 0) return;
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  execv(argv[0], argv.data());
  _exit(127);
}

Terminal::~Terminal() {
  close(terminal_);
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

bool Terminal::read_some() {
  pollfd watched{terminal_, POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) <= 0) return false;
  std::array<char, 4096> buffer{};
  const ssize_t got = read(terminal_, buffer.data(), buffer.size());  // fails once nobody has the terminal open
  if (got <= 0) return false;
  output_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

bool Terminal::shows(const std::string& text) {
  while (!output_.contains(text)) {
    if (!read_some()) return false;
  }
  return true;
}

void Terminal::type(const std::string& text) const {
  if (write(terminal_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("the terminal takes no input");
  }
}

int Terminal::wait() {
  while (read_some()) {
  }
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::vector<std::string> Terminal::screen() const {
  std::vector<std::string> lines(1);
  std::size_t column = 0;
  for (std::size_t at = 0; at < output_.size(); ++at) {
    std::string& line = lines.back();
    if (output_[at] == '\r') {
      column = 0;
    } else if (output_[at] == '\n') {
      lines.emplace_back();
    } else if (output_[at] == '\x1b') {
      at = end_of_sequence(output_, at);
      if (output_[at] == 'K') line.resize(std::min(column, line.size()));
    } else {
      if (line.size() <= column) line.resize(column + 1, ' ');
      line[column++] = output_[at];
    }
  }
  return lines;
}

}  // namespace chandler::tests
