#pragma once

#include <map>
#include <string>
#include <vector>

namespace chandler::controller::api {

// Who a token belongs to, as the API server says.
struct Caller {
  std::string username;
  std::string uid;
  std::vector<std::string> groups;
  std::map<std::string, std::vector<std::string>> extra;

  bool operator==(const Caller&) const = default;
};

// What a SubjectAccessReview asks, of the group chandler.dev.
struct Right {
  std::string verb;                 // "list"
  std::string resource;             // "provisions" or "operations"
  std::string namespace_name = {};  // "": in all of them
  std::string name = {};            // "": any

  auto operator<=>(const Right&) const = default;
};

}  // namespace chandler::controller::api
