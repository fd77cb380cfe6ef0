#include "init/wait/target.hpp"

#include <format>
#include <utility>

#include "core/annotations/wait_for.hpp"
#include "core/text/number.hpp"

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
  Http out;
  out.tls = text.starts_with("https://");
  std::string_view rest = text.substr(text.find("//") + 2);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t end = rest.find_first_of("/?");
  const std::string_view authority = rest.substr(0, end);
  out.path = end == std::string_view::npos ? "/" : std::string(rest.substr(end));
  if (out.path.front() == '?') out.path.insert(0, 1, '/');
  out.port = out.tls ? 443 : 80;
  const std::size_t colon =
      authority.find(':', authority.find(']') == std::string_view::npos ? 0 : authority.find(']'));
  out.host = without_brackets(authority.substr(0, colon));
  if (out.host.empty()) return std::unexpected(bad(text, "lacks a host"));
  if (colon == std::string_view::npos) return out;
  const auto port = core::text::parse_port(authority.substr(colon + 1));
  if (!port) return std::unexpected(bad(text, std::format("has a port that {}", port.error().why)));
  out.port = *port;
  return out;
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
