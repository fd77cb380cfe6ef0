#include "init/wait/target.hpp"

#include <format>
#include <utility>

#include "core/annotations/wait_for.hpp"
#include "core/text/number.hpp"
#include "core/text/url.hpp"

namespace chandler::wait {
namespace {

using Kind = core::annotations::WaitFor::Kind;

struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
};

core::Error bad(std::string_view text, std::string_view why, std::string_view nearest = {}) {
  return {.outcome = core::Outcome::usage,
          .code = "wait.bad_target",
          .message = std::format("\"{}\" {}", text, why),
          .hint = nearest.empty() ? std::string() : std::format("Did you mean {}?", nearest)};
}

std::string without_brackets(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return std::string(host);
}

// "HOST:PORT", whose form the grammar has checked.
Endpoint endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  return {without_brackets(text.substr(0, colon)), core::text::parse_port(text.substr(colon + 1)).value_or(0)};
}

core::Expected<Target> http(std::string_view text) {
  auto url = core::text::parse_url(text);
  if (!url) return std::unexpected(bad(text, url.error().why));
  return Http{.tls = url->tls(), .host = std::move(url->host), .port = url->port, .path = url->target()};
}

}  // namespace

core::Expected<Target> parse_target(std::string_view text) {
  const auto parsed = core::annotations::parse_wait_for(text);
  if (!parsed) return std::unexpected(bad(text, parsed.error().why, parsed.error().nearest));
  switch (parsed->kind) {
    case Kind::job:
      return Job{std::string(text.substr(std::string_view("job/").size()))};
    case Kind::service: {
      auto [name, port] = endpoint(text.substr(std::string_view("service/").size()));
      return Service{std::move(name), port};
    }
    case Kind::tcp: {
      auto [host, port] = endpoint(text.substr(std::string_view("tcp:").size()));
      return Tcp{std::move(host), port};
    }
    case Kind::http:
      return http(text);
    case Kind::database:
      return Database{};
  }
  return std::unexpected(bad(text, "is not known"));
}

}  // namespace chandler::wait
