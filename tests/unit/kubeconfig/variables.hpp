#pragma once

#include <map>
#include <optional>
#include <string>

#include "platform/process/environment.hpp"

namespace chandler::tests {

inline platform::Environment variables(std::map<std::string, std::string, std::less<>> values) {
  return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

// A kubeconfig with one context, "here", out of a cluster's and a user's members.
inline std::string kubeconfig_of(const std::string& cluster, const std::string& user) {
  return "current-context: here\n"
         "contexts:\n- {name: other, context: {cluster: x, user: x}}\n- {name: here, context: {cluster: c, user: u}}\n"
         "clusters:\n- name: c\n  cluster: {" +
         cluster + "}\nusers:\n- name: u\n  user: {" + user + "}\n";
}

}  // namespace chandler::tests
