#include "platform/kubernetes/kubeconfig/user.hpp"

#include <format>

#include "platform/http/basic_authorization.hpp"
#include "platform/kubernetes/base64.hpp"
#include "platform/kubernetes/kubeconfig/error.hpp"
#include "platform/kubernetes/kubeconfig/exec_plugin.hpp"
#include "platform/kubernetes/kubeconfig/material.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using core::Expected;

Expected<std::shared_ptr<ExecPlugin>> plugin_of(const ExecEntry& exec, const ClusterEntry& at, const std::string& ca) {
  if (!is_known_api(exec.api_version)) {
    return unusable(std::format("its exec.apiVersion is '{}'", exec.api_version),
                    "expected client.authentication.k8s.io/v1 or /v1beta1, as the plug-in speaks it");
  }
  ExecPluginOptions options{.exec = exec};
  if (exec.provide_cluster_info) {
    options.cluster = at;
    options.ca = base64(ca);
  }
  return std::make_shared<ExecPlugin>(std::move(options));
}

}  // namespace

Expected<void> set_user(Cluster& cluster, const UserEntry& user, const ClusterEntry& at) {
  if (!user.auth_provider.empty()) {
    return unusable(std::format("auth-provider '{}' is supported by no client any more", user.auth_provider),
                    "use the provider's credential plug-in (exec)");
  }
  auto certificate = contents_of(user.certificate, "client-certificate");
  if (!certificate) return std::unexpected(certificate.error());
  auto key = contents_of(user.key, "client-key");
  if (!key) return std::unexpected(key.error());
  if (certificate->empty() != key->empty()) {
    return unusable("it has a client-certificate or a client-key, without the other");
  }
  cluster.client_certificate = *std::move(certificate);
  cluster.client_key = *std::move(key);
  cluster.token = user.token;
  if (!user.token_file.empty()) cluster.token_file = user.token_file;
  cluster.impersonation = user.impersonation;
  if (!user.username.empty()) cluster.basic = http::basic_authorization(user.username, user.password);
  if (!user.exec) return {};
  auto plugin = plugin_of(*user.exec, at, cluster.ca);
  if (!plugin) return std::unexpected(plugin.error());
  cluster.plugin = *std::move(plugin);
  return {};
}

}  // namespace chandler::platform::kubernetes::kubeconfig
