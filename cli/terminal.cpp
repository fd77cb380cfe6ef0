#include "cli/terminal.hpp"

#include <iostream>
#include <string>

#include <unistd.h>

namespace chandler::cli {

bool takes_escapes(int fd, const platform::Environment& environment) {
  return isatty(fd) != 0 && environment("NO_COLOR").value_or("").empty();
}

bool has_terminal() {
  return isatty(STDIN_FILENO) != 0;
}

bool confirmed(std::string_view question) {
  if (!has_terminal()) return false;
  std::cerr << question << " [yes/no] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

}  // namespace chandler::cli
