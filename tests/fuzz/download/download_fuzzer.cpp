// What a user or a server may write: an address, and below it a line each for a Location, a Content-Range, a
// Retry-After and an ETag. Nothing of it may break the request line or send data over the network in clear.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dataset/download/address.hpp"
#include "dataset/download/answer.hpp"
#include "platform/http/proxy.hpp"

namespace {

using namespace chandler;
using namespace chandler::dataset;

void require(bool condition) {
  if (!condition) std::abort();
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

void check(const core::text::Url& url) {
  require(url.path.starts_with('/'));
  require(std::ranges::all_of(url.target(), [](char c) { return c > 0x20 && c < 0x7F; }));
  require(url.tls() || platform::http::is_loopback(url.host));
  const auto again = core::text::parse_url(url.scheme + "://" + url.authority() + url.target());
  require(again && again->target() == url.target() && core::text::same_origin(*again, url));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto address = parse_address(take_line(text));
  if (!address) return 0;
  check(address->url);
  require(!address->file_name.contains('/') && address->url.userinfo.empty());
  const std::string_view location = take_line(text);
  const std::string_view range = take_line(text);
  const platform::http::Headers headers{{"Location", std::string(location)},
                                        {"Content-Range", std::string(range)},
                                        {"Retry-After", std::string(take_line(text))},
                                        {"ETag", std::string(take_line(text))}};
  const Asked asked{.url = address->url, .offset = 5, .total = 10};
  for (const int status : std::array{200, 206, 301, 304, 404, 416, 503}) {
    const Verdict verdict = judge(asked, status, headers, std::chrono::sys_seconds(std::chrono::seconds(1'000'000)));
    if (const auto* const follow = std::get_if<Follow>(&verdict)) {
      check(follow->to);
      require(follow->to.tls() || !address->url.tls());
    }
    if (const auto* const rest = std::get_if<TakeRest>(&verdict)) require(!rest->total || *rest->total == 10);
    require(!std::holds_alternative<Complete>(verdict));
  }
  return 0;
}
