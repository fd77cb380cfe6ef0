#include "cli/commands/migrate_progress.hpp"

#include <algorithm>
#include <format>
#include <iostream>
#include <sys/ioctl.h>

#include <unistd.h>

#include "cli/terminal.hpp"
#include "core/text/utf8.hpp"

namespace chandler::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view erase_line = "\r\x1b[K";
constexpr std::size_t usual_width = 80;

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual_width;
}

// The first `characters` of a text.
std::string_view cut(std::string_view text, std::size_t characters) {
  std::size_t seen = 0;
  const auto end =
      std::ranges::find_if(text, [&](char c) { return core::text::starts_character(c) && seen++ == characters; });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// Cut to the width of the terminal in characters.
std::string progress_line(std::string_view file, std::string_view statement, std::chrono::milliseconds elapsed,
                          std::size_t width) {
  const auto tenths = elapsed.count() / 100;
  const std::string line = std::format("{}  {}.{} s  {}", file, tenths / 10, tenths % 10, statement);
  // A line that fills the last column would wrap.
  return std::string(cut(line, width > 1 ? width - 1 : 1));
}

}  // namespace

std::unique_ptr<migrate::Progress> TerminalProgress::make(const platform::Environment& environment) {
  const bool dumb = environment("TERM").value_or("dumb") == "dumb";
  if (dumb || !takes_escapes(STDERR_FILENO, environment)) return nullptr;
  return std::make_unique<TerminalProgress>();
}

void TerminalProgress::file(const std::string& name, std::size_t number, std::size_t total) {
  file_ = std::format("[{}/{}] {}", number, total, name);
  started_ = Clock::now();
}

void TerminalProgress::statement(std::string_view head) {
  statement_ = head;
}

void TerminalProgress::tick() {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
  std::cerr << std::format("{}\x1b[36m{}\x1b[0m", erase_line,
                           progress_line(file_, statement_, elapsed, terminal_width()))
            << std::flush;
  shown_ = true;
}

void TerminalProgress::clear() {
  if (shown_) std::cerr << erase_line << std::flush;
  shown_ = false;
}

}  // namespace chandler::cli
