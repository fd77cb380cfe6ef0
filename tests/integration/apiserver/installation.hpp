#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "tests/integration/apiserver/control_plane.hpp"

namespace chandler::tests {

// What the chart would make in namespace `name`, by the same names: an empty Secret and Lease, a Service, the least
// rights for the account "chandler", and a webhook configuration without a CA. The Service leads to this
// machine's own ports. Removed with the object, so that tests do not see each other's webhooks.
class Installation {
 public:
  Installation(ControlPlane& cluster, std::string name);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;
  Installation(Installation&&) = delete;
  Installation& operator=(Installation&&) = delete;

  // The flags of `chandler serve` that name all this. By default it goes to the API server as "chandler".
  std::vector<std::string> flags() const;
  std::vector<std::string> flags(const std::filesystem::path& kubeconfig) const;
  void grant();
  // Sends the API server's calls to this port from now on.
  void route_to(int port);

  nlohmann::json secret();
  nlohmann::json webhook_configuration();

 private:
  ControlPlane& cluster_;
  std::string name_;
};

}  // namespace chandler::tests
