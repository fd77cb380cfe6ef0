#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "platform/process/environment.hpp"

namespace chandler::platform::kubernetes {

// Where an API server is and how to prove who we are. Holds secrets: never log it.
struct Cluster {
  std::string host;  // name or address, without brackets
  std::uint16_t port = 443;
  bool tls = true;                 // false only for http:// servers of a kubeconfig, such as kubectl proxy
  std::string ca;                  // PEM; empty: the system's
  std::string client_certificate;  // PEM, or empty
  std::string client_key;          // PEM, or empty
  std::string token;               // or empty
  std::string token_file;          // read again each minute, as the kubelet renews it; or empty
};

// From KUBERNETES_SERVICE_HOST and _PORT and the service account's mounted files. Fails with code
// "kubernetes.configuration" outside a pod. `account_folder` is where the kubelet mounts them.
core::Expected<Cluster> in_cluster(const Environment& environment,
                                   const std::string& account_folder = "/var/run/secrets/kubernetes.io/serviceaccount");

// A kubeconfig's current context: server, CA, client certificate, token, as data or as files (relative to
// the kubeconfig). Plug-ins (`exec`, `auth-provider`) and passwords are refused by name.
core::Expected<Cluster> from_kubeconfig(const std::string& file);

}  // namespace chandler::platform::kubernetes
