#include "cron/probe/publish/push_gateway.hpp"

#include <algorithm>
#include <format>

#include <openssl/evp.h>

#include "core/text/one_line.hpp"
#include "cron/probe/report/metrics.hpp"
#include "platform/http/basic_authorization.hpp"
#include "platform/http/client.hpp"
#include "platform/http/proxy.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::probe {
namespace {

namespace http = platform::http;
using core::text::Url;

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr http::ClientLimits limits{.connect = std::chrono::seconds(5), .quiet = std::chrono::seconds(5)};

std::unexpected<core::Error> bad_flag(std::string where, std::string message, std::string hint) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "cli.bad_flag",
                                     .message = std::move(message),
                                     .where = std::move(where),
                                     .hint = std::move(hint)});
}

std::unexpected<core::Error> not_pushed(const Url& url, std::string message, std::string hint = {}) {
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "probe.not_pushed",
                                     .message = std::move(message),
                                     .where = url.shown(),
                                     .hint = std::move(hint)});
}

bool is_label_name(std::string_view name) {
  if (name.empty() || letters.find(name.front()) == std::string_view::npos) return false;
  return std::ranges::all_of(
      name, [](char c) { return letters.find(c) != std::string_view::npos || (c >= '0' && c <= '9'); });
}

// RFC 4648, section 5. A value of nothing is one sign of padding, as the path would have an empty part.
std::string base64url(std::string_view text) {
  if (text.empty()) return "=";
  std::string out((text.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  out.resize(out.find_last_not_of('=') + 1);
  std::ranges::replace(out, '+', '-');
  std::ranges::replace(out, '/', '_');
  return out;
}

core::Expected<http::Origin> origin_of(const Url& url, const platform::Environment& environment) {
  http::Origin origin{.host = url.host, .port = url.port, .tls = nullptr};
  if (!url.tls()) return origin;
  auto proxy = http::proxy_for(url, environment);
  if (!proxy) return not_pushed(url, proxy.error());
  origin.proxy = *std::move(proxy);
  auto context = platform::tls::ClientContext::make({});
  if (!context) return std::unexpected(context.error());
  origin.tls = *std::move(context);
  return origin;
}

http::Headers headers_for(const Url& url) {
  http::Headers headers{{"Content-Type", std::string(platform::metrics::content_type)}};
  if (url.userinfo.empty()) return headers;
  const std::size_t colon = std::min(url.userinfo.find(':'), url.userinfo.size());
  const std::string user = url.userinfo.substr(0, colon);
  const std::string password = colon == url.userinfo.size() ? "" : url.userinfo.substr(colon + 1);
  headers.emplace_back("Authorization",
                       http::basic_authorization(core::text::percent_decode(user).value_or(user),
                                                 core::text::percent_decode(password).value_or(password)));
  return headers;
}

// What a gateway says of metrics that it does not take, or the first line of whatever answered in its place.
std::string said(const http::ClientResponse& response) {
  static constexpr std::size_t longest = 200;
  const std::string line = core::text::one_line(response.body, longest);
  return line.empty() ? std::string() : std::format(": {}", line);
}

}  // namespace

core::Expected<PushGateway> parse_push_gateway(const std::string& address, std::span<const std::string> labels) {
  auto url = core::text::parse_url(address);
  // The address itself is not shown: it may hold a password.
  if (!url) return bad_flag("--push-gateway", "it " + url.error().why, "write http://HOST:9091");
  if (url->query || !url->fragment.empty()) {
    return bad_flag("--push-gateway", "it has something behind a ? or #", "write http://HOST:9091");
  }
  while (url->path.ends_with('/')) url->path.pop_back();
  PushGateway gateway{.url = *std::move(url), .labels = {}};
  for (const std::string& label : labels) {
    const std::size_t equals = label.find('=');
    const std::string name = label.substr(0, equals);
    if (equals == std::string::npos || !is_label_name(name)) {
      return bad_flag("--push-label",
                      std::format("\"{}\" is not NAME=VALUE with a name of letters, digits and _", label),
                      "such as cluster=west");
    }
    const bool twice = std::ranges::contains(gateway.labels, name, &std::pair<std::string, std::string>::first);
    if (twice || name == "job" || name == "database" || name == "check" || name == "id" || name == "severity") {
      return bad_flag("--push-label", std::format("the label \"{}\" is there already", name), "take another name");
    }
    gateway.labels.emplace_back(name, label.substr(equals + 1));
  }
  return gateway;
}

std::string group_path(const PushGateway& gateway, const std::string& database) {
  std::string path =
      std::format("{}/metrics/job/chandler_probe/database@base64/{}", gateway.url.path, base64url(database));
  for (const auto& [name, value] : gateway.labels) path += std::format("/{}@base64/{}", name, base64url(value));
  return path;
}

core::Expected<void> push(const RunReport& report, const PushGateway& gateway,
                          const platform::Environment& environment) {
  auto origin = origin_of(gateway.url, environment);
  if (!origin) return std::unexpected(origin.error());
  http::Client client(*std::move(origin), limits);
  for (const DatabaseReport& database : report.databases) {
    const auto answer = client.send({.method = "PUT",
                                     .target = group_path(gateway, database.database),
                                     .headers = headers_for(gateway.url),
                                     .body = metrics_of(RunReport{.databases = {database}}),
                                     .whole = limits.quiet});
    if (!answer) {
      return not_pushed(gateway.url,
                        std::format("the Pushgateway did not take the metrics: {}", answer.error().message));
    }
    if (answer->status < 200 || answer->status >= 300) {
      return not_pushed(gateway.url,
                        std::format("the Pushgateway answered with status {}{}", answer->status, said(*answer)),
                        "is this a Pushgateway's address, without /metrics?");
    }
  }
  return {};
}

}  // namespace chandler::probe
