#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/kubernetes/kubeconfig/document.hpp"

// What a credential plug-in is told and what it answers: the kind ExecCredential. Pure.
// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
namespace chandler::platform::kubernetes::kubeconfig {

struct ExecCredential {
  std::string token;                                             // or empty
  std::string certificate;                                       // PEM, or empty
  std::string key;                                               // PEM, or empty
  std::optional<std::chrono::system_clock::time_point> expires;  // nullopt: when it is refused

  bool operator==(const ExecCredential&) const = default;
};

// Whether this version can be spoken: v1 and v1beta1.
bool is_known_api(std::string_view api_version);

// The value of KUBERNETES_EXEC_INFO. `cluster`: null, or what the plug-in asked to be told; `ca` in base64.
std::string exec_info(const ExecEntry& exec, bool interactive, const ClusterEntry* cluster, const std::string& ca);

// Errors hold nothing of the answer, which has secrets.
core::Expected<ExecCredential> read_exec_credential(std::string_view answer, std::string_view api_version);

}  // namespace chandler::platform::kubernetes::kubeconfig
