#pragma once

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "platform/kubernetes/kubeconfig/document.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

core::Expected<std::string> contents_of(const std::filesystem::path& file);

// The bytes, or nothing where neither is given. `key` is for the message.
core::Expected<std::string> contents_of(const Material& material, const std::string& key);

}  // namespace chandler::platform::kubernetes::kubeconfig
