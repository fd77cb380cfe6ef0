#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/kubeconfig/document.hpp"
#include "platform/kubernetes/kubeconfig/resolve.hpp"
#include "platform/process/environment.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

// Which files: `given` alone, if it is not empty, and that has to exist; else those of KUBECONFIG, with colons between;
// else ~/.kube/config. Of the latter two those that do not exist are passed over.
struct Files {
  std::vector<std::filesystem::path> paths;
  bool required = false;
};
Files files_of(const std::string& given, const Environment& environment);

// All of them, merged. Errors name the file.
core::Expected<Document> load_document(const Files& files);

// As kubectl finds its cluster: by kubeconfig, and where there is none, as the pod that this runs in. `account_folder`
// is where the kubelet mounts a pod's service account.
core::Expected<Access> find_access(const std::string& given, const Choice& choice, const Environment& environment,
                                   const std::string& account_folder = "/var/run/secrets/kubernetes.io/serviceaccount");

}  // namespace chandler::platform::kubernetes::kubeconfig
