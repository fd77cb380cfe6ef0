#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chandler::certs {

// A server's certificate with what its clients need to trust it, all PEM. Holds a private key: never
// log it.
struct Bundle {
  std::string ca;     // one or more CA certificates, the newest first; empty when that is not our business
  std::string chain;  // the leaf first
  std::string key;

  friend bool operator==(const Bundle&, const Bundle&) = default;
};

// The single certificates of a PEM text, each from BEGIN to END line. What is between them is dropped.
std::vector<std::string_view> certificates_of(std::string_view pem);

}  // namespace chandler::certs
