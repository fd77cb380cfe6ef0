#include "platform/http/proxy.hpp"

#include <array>
#include <format>
#include <utility>

#include "platform/http/basic_authorization.hpp"

namespace chandler::platform::http {
namespace {

struct Setting {
  std::string_view variable;
  std::string value;
};

// The first that is set and not empty.
template <std::size_t N>
std::optional<Setting> first_of(const std::array<std::string_view, N>& variables, const Environment& environment) {
  for (const std::string_view variable : variables) {
    if (auto value = environment(variable); value && !value->empty()) return Setting{variable, *std::move(value)};
  }
  return std::nullopt;
}

std::unexpected<std::string> not_a_proxy(const Setting& setting, std::string_view why) {
  return std::unexpected(
      std::format("{} {}: expected the address of a proxy, such as http://proxy:3128", setting.variable, why));
}

}  // namespace

std::string Proxy::display() const {
  return host.contains(':') ? std::format("[{}]:{}", host, port) : std::format("{}:{}", host, port);
}

std::expected<Proxy, std::string> parse_proxy(std::string_view text) {
  const auto address = core::text::parse_url(text);
  if (!address) return std::unexpected(address.error().why);
  if (address->tls()) return std::unexpected("names a proxy that is spoken to in TLS, which is not supported");
  Proxy proxy{.host = address->host, .port = address->port, .authorization = {}};
  if (address->userinfo.empty()) return proxy;
  const std::size_t colon = address->userinfo.find(':');
  const auto user = core::text::percent_decode(std::string_view(address->userinfo).substr(0, colon));
  const auto password = core::text::percent_decode(
      colon == std::string::npos ? std::string_view() : std::string_view(address->userinfo).substr(colon + 1));
  if (!user || !password) return std::unexpected("has a user or password with a % that is not written %25");
  proxy.authorization = basic_authorization(*user, *password);
  return proxy;
}

std::expected<std::optional<Proxy>, std::string> proxy_for(const core::text::Url& url, const Environment& environment) {
  static constexpr std::array<std::string_view, 4> proxies{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
  static constexpr std::array<std::string_view, 2> exceptions{"no_proxy", "NO_PROXY"};
  if (!url.tls() || is_loopback(url.host)) return std::nullopt;
  const auto setting = first_of(proxies, environment);
  if (!setting) return std::nullopt;
  const auto except = first_of(exceptions, environment);
  if (except && matches_no_proxy(except->value, url.host, url.port)) return std::nullopt;
  const bool has_scheme = core::text::looks_like_url(setting->value);
  auto proxy = parse_proxy(has_scheme ? setting->value : "http://" + setting->value);
  if (!proxy) return not_a_proxy(*setting, proxy.error());
  return *std::move(proxy);
}

}  // namespace chandler::platform::http
