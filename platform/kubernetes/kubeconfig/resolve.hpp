#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/kubeconfig/document.hpp"
#include "platform/process/environment.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

// Empty: as the file says.
struct Choice {
  std::string context;
  std::string impersonated_user;
  std::vector<std::string> impersonated_groups;
};

// A context, made ready: its files are read, its plug-in is not run yet. `environment` is asked for a proxy. Fails,
// with the context, cluster or user in its words, where something is missing or cannot be done.
core::Expected<Access> resolve(const Document& document, const Choice& choice, const Environment& environment);

}  // namespace chandler::platform::kubernetes::kubeconfig
