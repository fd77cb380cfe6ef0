#include "core/annotations/wait_for.hpp"

#include <array>
#include <format>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/nearest.hpp"
#include "core/text/number.hpp"

namespace chandler::core::annotations {
namespace {

using text::mismatch;
using text::Parsed;
using Kind = WaitFor::Kind;

// "HOST:PORT", where an IPv6 address stands in brackets.
Parsed<void> check_endpoint(std::string_view endpoint, bool service) {
  const std::size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos) return mismatch("lacks a port, such as :5432");
  std::string_view host = endpoint.substr(0, colon);
  const std::string_view port = endpoint.substr(colon + 1);
  if (auto number = text::parse_port(port); !number)
    return mismatch(std::format("has the port \"{}\", which {}", port, number.error().why));
  if (service) {
    if (auto name = text::parse_object_name(host); !name)
      return mismatch(std::format("names \"{}\", which {}", host, name.error().why));
    return {};
  }
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const bool plain = bracketed || !host.contains(':');
  if (!plain || host.contains('/') || !text::parse_host(host))
    return mismatch(std::format("has \"{}\", which is not a host name or address", host));
  return {};
}

Parsed<void> check_address(std::string_view address) {
  const std::string_view after = address.substr(address.find("//") + 2);
  const std::string_view authority = after.substr(0, after.find_first_of("/?#"));
  const bool blank = address.find_first_of(" \t\r\n\"\\<>") != std::string_view::npos;
  if (authority.empty() || blank || authority.contains('@'))
    return mismatch("is not an address such as http://menu:8080/readyz");
  return {};
}

Parsed<WaitFor> accept(Kind kind, std::string_view whole, const Parsed<void>& checked) {
  if (!checked) return std::unexpected(checked.error());
  return WaitFor{kind, std::string(whole)};
}

}  // namespace

Parsed<WaitFor> parse_wait_for(std::string_view whole) {
  static constexpr std::string_view job = "job/";
  static constexpr std::string_view service = "service/";
  static constexpr std::string_view tcp = "tcp:";
  if (whole == "database") return WaitFor{Kind::database, std::string(whole)};
  if (whole.starts_with(job)) {
    auto name = text::parse_object_name(whole.substr(job.size()));
    if (!name) return mismatch(std::format("names \"{}\", which {}", whole.substr(job.size()), name.error().why));
    return WaitFor{Kind::job, std::string(whole)};
  }
  if (whole.starts_with(service))
    return accept(Kind::service, whole, check_endpoint(whole.substr(service.size()), true));
  if (whole.starts_with(tcp)) return accept(Kind::tcp, whole, check_endpoint(whole.substr(tcp.size()), false));
  if (whole.starts_with("http://") || whole.starts_with("https://"))
    return accept(Kind::http, whole, check_address(whole));

  static constexpr std::array<std::string_view, 4> heads{"job", "service", "tcp", "database"};
  const std::size_t end = whole.find_first_of("/:");
  const std::string_view near = text::nearest(whole.substr(0, end), heads);
  std::string meant;
  if (!near.empty()) {
    const std::string_view separator = near == "tcp" ? ":" : near == "database" ? "" : "/";
    const std::string_view rest = end == std::string_view::npos || near == "database" ? "" : whole.substr(end + 1);
    meant = rest.empty() && near != "database" ? "" : std::format("{}{}{}", near, separator, rest);
  }
  return mismatch("is not job/NAME, service/NAME:PORT, tcp:HOST:PORT, http://…, https://… or database",
                  std::move(meant));
}

Parsed<std::vector<WaitFor>> parse_wait_list(std::string_view whole) {
  return text::parse_list(whole, parse_wait_for);
}

}  // namespace chandler::core::annotations
