#include "platform/kubernetes/cluster.hpp"

#include <charconv>
#include <format>
#include <fstream>
#include <sstream>

namespace chandler::platform::kubernetes {
namespace {

std::unexpected<core::Error> outside(std::string message) {
  return std::unexpected(core::Error{.code = "kubernetes.configuration",
                                     .message = std::move(message),
                                     .hint = "run in a pod with a service account, or give --kubeconfig FILE"});
}

}  // namespace

core::Expected<Cluster> in_cluster(const Environment& environment, const std::string& account_folder) {
  Cluster cluster;
  cluster.host = environment("KUBERNETES_SERVICE_HOST").value_or("");
  const std::string port = environment("KUBERNETES_SERVICE_PORT").value_or("443");
  if (cluster.host.empty()) return outside("KUBERNETES_SERVICE_HOST is not set: this is no pod");
  if (std::from_chars(port.data(), port.data() + port.size(), cluster.port).ptr != port.data() + port.size()) {
    return outside(std::format("KUBERNETES_SERVICE_PORT is '{}', not a port", port));
  }
  std::ifstream file(account_folder + "/ca.crt");
  std::ostringstream ca;
  if (!file || !(ca << file.rdbuf())) return outside(std::format("cannot read {}/ca.crt", account_folder));
  cluster.ca = std::move(ca).str();
  cluster.token_file = account_folder + "/token";
  return cluster;
}

}  // namespace chandler::platform::kubernetes
