#pragma once

#include <string>
#include <utility>
#include <vector>

namespace chandler::platform::kubernetes {

// Whom the API server shall take us for, if we may: kubectl's --as.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
struct Impersonation {
  std::string user;  // empty: nobody else
  std::vector<std::string> groups;
  std::string uid;
  std::vector<std::pair<std::string, std::string>> extra;  // a key may come several times

  bool operator==(const Impersonation&) const = default;
};

}  // namespace chandler::platform::kubernetes
