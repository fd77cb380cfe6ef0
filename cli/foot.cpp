#include "cli/foot.hpp"

#include <algorithm>
#include <cstddef>
#include <sys/ioctl.h>

#include <unistd.h>

#include "cli/terminal.hpp"
#include "core/text/utf8.hpp"
#include "platform/log/log.hpp"

namespace chandler::cli {
namespace {

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

}  // namespace

bool takes_foot(const platform::Environment& environment) {
  return environment("TERM").value_or("dumb") != "dumb" && takes_escapes(STDERR_FILENO, environment);
}

void show_foot(std::string_view line) {
  // A line that fills the last column would wrap.
  const std::size_t width = terminal_width();
  platform::log::show_foot(cut(line, width > 1 ? width - 1 : 1));
}

}  // namespace chandler::cli
