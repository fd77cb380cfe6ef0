#include "platform/kubernetes/kubeconfig/resolve.hpp"

#include <format>
#include <vector>

#include "core/text/nearest.hpp"
#include "core/text/url.hpp"
#include "platform/kubernetes/kubeconfig/error.hpp"
#include "platform/kubernetes/kubeconfig/material.hpp"
#include "platform/kubernetes/kubeconfig/user.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using core::Expected;

template <typename Entry>
Expected<const Entry*> named(const std::map<std::string, Entry>& entries, std::string_view list,
                             const std::string& name) {
  if (const auto found = entries.find(name); found != entries.end()) return &found->second;
  std::vector<std::string_view> names;
  names.reserve(entries.size());
  for (const auto& [other, entry] : entries) names.push_back(other);
  const std::string_view near = core::text::nearest(name, names);
  return unusable(
      std::format("{} has no entry named '{}'", list, name),
      near.empty() ? "kubectl config get-contexts shows what there is" : std::format("did you mean '{}'?", near));
}

Expected<std::optional<http::Proxy>> proxy_of(const ClusterEntry& entry, const core::text::Url& server,
                                              const Environment& environment) {
  if (entry.proxy_url.empty()) {
    auto proxy = http::proxy_for(server, environment);
    if (!proxy) return unusable(proxy.error());
    return *std::move(proxy);
  }
  auto proxy = http::parse_proxy(entry.proxy_url);
  if (!proxy) {
    return unusable(
        std::format("its proxy-url {}: expected the address of a proxy, such as http://proxy:3128", proxy.error()));
  }
  return *std::move(proxy);
}

Expected<void> set_server(Cluster& cluster, const ClusterEntry& entry, const Environment& environment) {
  if (entry.server.empty()) return unusable("it has no 'server'");
  const auto url = core::text::parse_url(entry.server);
  if (!url) return unusable(std::format("server '{}' is no URL: it {}", entry.server, url.error().why));
  if (url->query || !url->userinfo.empty()) {
    return unusable("the server's URL has a query or a user, which the API server knows nothing of");
  }
  cluster.host = url->host;
  cluster.port = url->port;
  cluster.tls = url->tls();
  cluster.path = url->path;
  while (cluster.path.ends_with('/')) cluster.path.pop_back();
  cluster.tls_server_name = entry.tls_server_name;
  cluster.verify = !entry.insecure;
  auto ca = contents_of(entry.ca, "certificate-authority");
  if (!ca) return std::unexpected(ca.error());
  if (entry.insecure && !ca->empty()) {
    return unusable("it has both a certificate-authority and insecure-skip-tls-verify", "take one of them out");
  }
  cluster.ca = *std::move(ca);
  auto proxy = proxy_of(entry, *url, environment);
  if (!proxy) return std::unexpected(proxy.error());
  cluster.proxy = *std::move(proxy);
  return {};
}

std::unexpected<core::Error> within(core::Error error, std::string_view kind, const std::string& name) {
  error.message = std::format("the {} '{}': {}", kind, name, error.message);
  return std::unexpected(std::move(error));
}

}  // namespace

Expected<Access> resolve(const Document& document, const Choice& choice, const Environment& environment) {
  Access access;
  access.context = choice.context.empty() ? document.current_context : choice.context;
  if (access.context.empty()) {
    return unusable("no context is chosen: current-context is empty",
                    "kubectl config use-context NAME chooses one, --context NAME for this time");
  }
  const auto context = named(document.contexts, "contexts", access.context);
  if (!context) return std::unexpected(context.error());
  access.namespace_name = (*context)->namespace_name.empty() ? "default" : (*context)->namespace_name;
  const auto cluster = named(document.clusters, "clusters", (*context)->cluster);
  if (!cluster) return within(cluster.error(), "context", access.context);
  if (auto set = set_server(access.cluster, **cluster, environment); !set) {
    return within(set.error(), "cluster", (*context)->cluster);
  }
  // A context without a user goes as nobody.
  UserEntry user;
  if (!(*context)->user.empty()) {
    const auto found = named(document.users, "users", (*context)->user);
    if (!found) return within(found.error(), "context", access.context);
    user = **found;
  }
  if (auto set = set_user(access.cluster, user, **cluster); !set) {
    return within(set.error(), "user", (*context)->user);
  }
  if (!choice.impersonated_user.empty()) {
    access.cluster.impersonation = {
        .user = choice.impersonated_user, .groups = choice.impersonated_groups, .uid = {}, .extra = {}};
  }
  return access;
}

}  // namespace chandler::platform::kubernetes::kubeconfig
