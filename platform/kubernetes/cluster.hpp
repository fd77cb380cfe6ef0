#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/error.hpp"
#include "platform/http/proxy.hpp"
#include "platform/kubernetes/impersonation.hpp"
#include "platform/process/environment.hpp"

namespace chandler::platform::kubernetes {

namespace kubeconfig {
class ExecPlugin;
}

// Where an API server is and how to prove who we are. Holds secrets: never log it. Copies share the plug-in.
struct Cluster {
  std::string host;  // name or address, without brackets
  std::uint16_t port = 443;
  bool tls = true;                 // false only for http:// servers of a kubeconfig, such as kubectl proxy
  std::string ca;                  // PEM; empty: the system's
  std::string client_certificate;  // PEM, or empty
  std::string client_key;          // PEM, or empty
  std::string token;               // or empty
  std::string token_file;          // read again each minute, as the kubelet renews it; or empty
  std::string path;                // before that of every request: "/k8s/clusters/c-1"; or empty
  std::string tls_server_name;     // whose certificate it has; empty: `host`
  bool verify = true;              // false: whoever answers is believed
  std::optional<http::Proxy> proxy = std::nullopt;
  std::string basic;                               // "Basic …" of a user and password, or empty
  std::shared_ptr<kubeconfig::ExecPlugin> plugin;  // or null
  Impersonation impersonation = {};
};

// A cluster, and where in it a person is.
struct Access {
  Cluster cluster;
  std::string namespace_name;
  std::string context;  // empty: a pod's own
};

// From KUBERNETES_SERVICE_HOST and _PORT and the service account's mounted files. Fails with code
// "kubernetes.configuration" outside a pod. `account_folder` is where the kubelet mounts them.
core::Expected<Cluster> in_cluster(const Environment& environment,
                                   const std::string& account_folder = "/var/run/secrets/kubernetes.io/serviceaccount");

// A kubeconfig's current context. `environment` is asked for a proxy. More: kubeconfig/load.hpp.
core::Expected<Cluster> from_kubeconfig(const std::string& file,
                                        const Environment& environment = process_environment());

}  // namespace chandler::platform::kubernetes
