#include "platform/kubernetes/kubeconfig/material.hpp"

#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>
#include <sstream>

#include "platform/kubernetes/base64.hpp"
#include "platform/kubernetes/kubeconfig/error.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

core::Expected<std::string> contents_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return unusable(std::format("cannot read {}: {}", path.string(), std::strerror(errno)));
  std::ostringstream text;
  // Of an empty file nothing is inserted, which counts as a failure.
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (file.bad() || text.fail()) return unusable(std::format("cannot read {}", path.string()));
  return std::move(text).str();
}

core::Expected<std::string> contents_of(const Material& material, const std::string& key) {
  if (!material.data.empty()) {
    auto decoded = from_base64(material.data);
    if (!decoded) return unusable(std::format("{}-data is not base64", key));
    return *std::move(decoded);
  }
  if (material.file.empty()) return std::string{};
  return contents_of(material.file);
}

}  // namespace chandler::platform::kubernetes::kubeconfig
