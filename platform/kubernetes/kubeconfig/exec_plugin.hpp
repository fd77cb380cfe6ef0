#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "platform/kubernetes/kubeconfig/exec_credential.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

struct ExecPluginOptions {
  ExecEntry exec;
  std::optional<ClusterEntry> cluster = std::nullopt;         // that the plug-in asked to be told of
  std::string ca = {};                                        // of it, in base64
  std::chrono::milliseconds limit = std::chrono::minutes(5);  // a person may have to log in
  std::function<std::chrono::system_clock::time_point()> now = [] { return std::chrono::system_clock::now(); };
};

// Credentials by a command of the user's, kept until they end or are refused. Any thread: one at a time runs the
// command, the others wait for what it brings. Errors: code "kubernetes.credentials".
class ExecPlugin {
 public:
  explicit ExecPlugin(ExecPluginOptions options) : options_(std::move(options)) {}

  core::Expected<ExecCredential> current(const std::stop_token& stop);

  // The server refused `refused`: runs the command again, unless another thread already did.
  core::Expected<ExecCredential> renew(const ExecCredential& refused, const std::stop_token& stop);

 private:
  core::Expected<ExecCredential> run(const std::stop_token& stop) const;

  const ExecPluginOptions options_;
  std::mutex mutex_;
  std::optional<ExecCredential> kept_;
};

}  // namespace chandler::platform::kubernetes::kubeconfig
