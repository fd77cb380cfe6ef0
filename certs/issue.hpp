#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "certs/bundle.hpp"
#include "core/error.hpp"

namespace chandler::certs {

using SystemTime = std::chrono::system_clock::time_point;

struct IssueOptions {
  std::vector<std::string> dns_names;  // at least one; the first is the one that clients ask for
  // Of CA and leaf alike. Renewal comes at two thirds.
  std::chrono::seconds lifetime = std::chrono::days{365};
  // How far clocks may be apart: the certificate is valid that long before `now`.
  std::chrono::seconds backdate = std::chrono::hours{1};
};

// The names under which a Service answers inside its cluster, the one of webhook configurations first.
std::vector<std::string> service_dns_names(std::string_view name, std::string_view namespace_name);

// A new CA and a leaf that it signed, both ECDSA P-256. The CA's key is gone when this returns: nobody
// can sign with it again, and a renewal makes a new CA. Fails with code "certs.issue".
core::Expected<Bundle> issue(const IssueOptions& options, SystemTime now);

}  // namespace chandler::certs
