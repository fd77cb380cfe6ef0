#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "platform/http/message.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/kubeconfig/exec_credential.hpp"
#include "platform/kubernetes/token.hpp"

namespace chandler::platform::kubernetes {

// How a client proves who it is, out of what a Cluster says. Not thread-safe.
class Credentials {
 public:
  explicit Credentials(const Cluster& cluster);

  // Runs the plug-in where there is one and its credential is over. Call it before `headers` and `certificate`.
  core::Expected<void> refresh(const std::stop_token& stop);

  // Authorization, and whom to impersonate.
  http::Headers headers();

  // Null: the Cluster's own.
  const kubeconfig::ExecCredential* certificate() const {
    return plugged_ && !plugged_->certificate.empty() ? &*plugged_ : nullptr;
  }

  // The server refused them. True: there are others now.
  bool renew(const std::stop_token& stop);

 private:
  Token token_;
  std::string basic_;
  std::shared_ptr<kubeconfig::ExecPlugin> plugin_;
  std::optional<kubeconfig::ExecCredential> plugged_;
  http::Headers impersonation_;
};

}  // namespace chandler::platform::kubernetes
