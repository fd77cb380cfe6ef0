#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/client.hpp"
#include "tests/support/api_proxy.hpp"
#include "tests/support/child_process.hpp"

namespace chandler::tests {

// Where kube-apiserver and etcd are: $CHANDLER_CLUSTER_BIN, or node/bin of the cache. Nullopt: nowhere.
std::optional<std::filesystem::path> cluster_programs();

// A real kube-apiserver with its etcd in a temporary folder, on free ports of 127.0.0.1, with RBAC, all default
// admission plug-ins and the chart's own kinds. No controllers, no kubelet: pods stay Pending, and a namespace gets its
// default service account from `make_namespace`.
class ControlPlane {
 public:
  explicit ControlPlane(const std::filesystem::path& programs);
  ~ControlPlane() = default;
  ControlPlane(const ControlPlane&) = delete;
  ControlPlane& operator=(const ControlPlane&) = delete;
  ControlPlane(ControlPlane&&) = delete;
  ControlPlane& operator=(ControlPlane&&) = delete;

  // One for the whole test program. Skips the test, saying why, where the programs are missing.
  static ControlPlane& shared();

  const std::filesystem::path& folder() const { return folder_.path(); }
  platform::kubernetes::Client& admin() { return *admin_; }
  // A kubeconfig for one of the accounts: "admin", or "chandler", who has only the rights given to it.
  std::filesystem::path kubeconfig(const std::string& account) const;
  // A proxy before the API server, and a kubeconfig that leads to it: `user` is YAML, "token: admin-token".
  std::unique_ptr<ApiProxy> proxy() const;
  std::filesystem::path kubeconfig_by(const ApiProxy& proxy, const std::string& user = "token: chandler-token") const;
  ChildProcess& api_server() { return *api_server_; }
  // Ends etcd, by SIGKILL, and starts it again with what it had written.
  void restart_etcd();

  // Creates `object`, or fails the test with the API server's own words.
  nlohmann::json make(const platform::kubernetes::Resource& collection, const nlohmann::json& object);
  void make_namespace(const std::string& name, const nlohmann::json& labels);

 private:
  void write_files();
  void make_kinds();
  void start_etcd();

  TemporaryFolder folder_;
  std::filesystem::path programs_;
  int port_ = 0;
  int etcd_port_ = 0;
  int etcd_peer_port_ = 0;
  std::string ca_;
  std::unique_ptr<ChildProcess> etcd_;
  std::unique_ptr<ChildProcess> api_server_;
  std::unique_ptr<platform::kubernetes::Client> admin_;
};

}  // namespace chandler::tests
