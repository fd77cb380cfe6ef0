// What a server may answer a client of ours, in whatever pieces it comes: the first byte says where it is cut,
// and the pieces must be read as the whole is.
//   http_response_fuzzer CORPUS
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>

#include "platform/http/response_parser.hpp"

namespace {

using chandler::platform::http::ResponseParser;

auto read(std::string_view first, std::string_view second) {
  std::string body;
  ResponseParser parser(false, [&](std::string_view part) {
    body += part;
    return true;
  });
  auto state = first.empty() ? ResponseParser::State::more : parser.put(first);
  if (state == ResponseParser::State::more && !second.empty()) state = parser.put(second);
  if (state == ResponseParser::State::more) state = parser.end_of_stream();
  return std::tuple(state, state == ResponseParser::State::done ? body : std::string());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = std::min<std::size_t>(data[0], bytes.size());
  if (read(bytes, {}) != read(bytes.substr(0, cut), bytes.substr(cut))) std::abort();
  return 0;
}
