#pragma once

#include <string>
#include <string_view>

namespace chandler::platform::kubernetes {

// Names one object, or with an empty name a collection, of the API: of one namespace, or with an empty one of all.
struct Resource {
  std::string group;  // "" for the core group
  std::string version = "v1";
  std::string plural;          // "secrets"
  std::string namespace_name;  // "" for cluster-wide kinds
  std::string name;
  std::string subresource = {};  // "status", "eviction", or empty

  // "/api/v1/namespaces/a/secrets/b", each part escaped.
  std::string path() const;
  // "secrets.apps a/b", for messages.
  std::string display() const;
};

// `text` as a part of a path or of a query.
std::string escaped(std::string_view text);

Resource secret(std::string_view namespace_name, std::string_view name);
Resource mutating_webhook_configuration(std::string_view name);
Resource validating_webhook_configuration(std::string_view name);

}  // namespace chandler::platform::kubernetes
