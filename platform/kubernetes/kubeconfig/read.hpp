#pragma once

#include <filesystem>
#include <string_view>

#include "core/error.hpp"
#include "platform/kubernetes/kubeconfig/document.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

// A kubeconfig's text, YAML or JSON. `folder` is the file's: paths in it are relative to that. What it does not know is
// passed over, as kubectl does. Of entries with the same name the first counts. Pure. Code "kubernetes.configuration";
// `where` is the caller's to set.
core::Expected<Document> read(std::string_view text, const std::filesystem::path& folder);

}  // namespace chandler::platform::kubernetes::kubeconfig
