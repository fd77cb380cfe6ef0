#pragma once

#include <chrono>
#include <string>

#include "tests/integration/apiserver/control_plane.hpp"

// Service accounts and tokens of theirs.
namespace chandler::tests {

struct ServiceAccount {
  std::string namespace_name;
  std::string name;
  std::string uid;

  std::string username() const { return "system:serviceaccount:" + namespace_name + ":" + name; }
};

ServiceAccount make_account(ControlPlane& cluster, const std::string& namespace_name, const std::string& name);

// As `kubectl create token --audience` gets one.
std::string request_token(ControlPlane& cluster, const ServiceAccount& account, const std::string& audience);

// Signed with the API server's own key: one that ended, or ends sooner than it would give any.
std::string sign_token(ControlPlane& cluster, const ServiceAccount& account, const std::string& audience,
                       std::chrono::sys_seconds ends);

}  // namespace chandler::tests
