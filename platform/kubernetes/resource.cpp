#include "platform/kubernetes/resource.hpp"

#include <cctype>
#include <format>

namespace chandler::platform::kubernetes {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') {
      out += c;
    } else {
      out += std::format("%{:02X}", byte);
    }
  }
  return out;
}

std::string Resource::path() const {
  std::string out = group.empty() ? "/api/" : "/apis/" + escaped(group) + "/";
  out += escaped(version);
  if (!namespace_name.empty()) out += "/namespaces/" + escaped(namespace_name);
  out += "/" + escaped(plural);
  if (!name.empty()) out += "/" + escaped(name);
  if (!subresource.empty()) out += "/" + escaped(subresource);
  return out;
}

std::string Resource::display() const {
  return std::format("{}{}{}{}{} {}{}{}", plural, subresource.empty() ? "" : "/", subresource, group.empty() ? "" : ".",
                     group, namespace_name, namespace_name.empty() || name.empty() ? "" : "/", name);
}

Resource secret(std::string_view namespace_name, std::string_view name) {
  return {.plural = "secrets", .namespace_name = std::string(namespace_name), .name = std::string(name)};
}

Resource mutating_webhook_configuration(std::string_view name) {
  return {
      .group = "admissionregistration.k8s.io", .plural = "mutatingwebhookconfigurations", .name = std::string(name)};
}

Resource validating_webhook_configuration(std::string_view name) {
  return {
      .group = "admissionregistration.k8s.io", .plural = "validatingwebhookconfigurations", .name = std::string(name)};
}

}  // namespace chandler::platform::kubernetes
