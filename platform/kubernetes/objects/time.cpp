#include "platform/kubernetes/objects/time.hpp"

#include <format>
#include <sstream>

namespace chandler::platform::kubernetes::objects {

Microtime wall_clock() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::optional<Microtime> parse_time(std::string_view text) {
  std::istringstream in{std::string(text)};
  in.imbue(std::locale::classic());
  Microtime time;
  in >> std::chrono::parse("%FT%TZ", time);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return time;
}

std::string to_microtime(Microtime time) {
  return std::format("{:%FT%T}Z", time);
}

std::string to_time(Microtime time) {
  return std::format("{:%FT%T}Z", std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace chandler::platform::kubernetes::objects
