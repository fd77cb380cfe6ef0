#include "platform/kubernetes/credentials.hpp"

#include <format>

#include "platform/kubernetes/kubeconfig/exec_plugin.hpp"
#include "platform/kubernetes/resource.hpp"

namespace chandler::platform::kubernetes {
namespace {

// A header's value holds no line break, whoever wrote the kubeconfig.
std::string one_line(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  return text;
}

http::Headers headers_of(const Impersonation& other) {
  http::Headers headers;
  if (other.user.empty()) return headers;
  headers.emplace_back("Impersonate-User", one_line(other.user));
  for (const std::string& group : other.groups) headers.emplace_back("Impersonate-Group", one_line(group));
  if (!other.uid.empty()) headers.emplace_back("Impersonate-Uid", one_line(other.uid));
  for (const auto& [key, value] : other.extra) {
    headers.emplace_back(std::format("Impersonate-Extra-{}", escaped(key)), one_line(value));
  }
  return headers;
}

}  // namespace

Credentials::Credentials(const Cluster& cluster)
    : token_(cluster.token, cluster.token_file),
      basic_(cluster.basic),
      plugin_(cluster.plugin),
      impersonation_(headers_of(cluster.impersonation)) {}

core::Expected<void> Credentials::refresh(const std::stop_token& stop) {
  if (!plugin_) return {};
  auto credential = plugin_->current(stop);
  if (!credential) return std::unexpected(credential.error());
  plugged_ = *std::move(credential);
  return {};
}

http::Headers Credentials::headers() {
  http::Headers headers = impersonation_;
  const std::string& token = token_.current();
  if (plugged_ && !plugged_->token.empty()) {
    headers.emplace_back("Authorization", "Bearer " + plugged_->token);
  } else if (!token.empty()) {
    headers.emplace_back("Authorization", "Bearer " + one_line(token));
  } else if (!basic_.empty()) {
    headers.emplace_back("Authorization", basic_);
  }
  return headers;
}

bool Credentials::renew(const std::stop_token& stop) {
  if (!plugin_ || !plugged_) return token_.renew();
  auto credential = plugin_->renew(*plugged_, stop);
  if (!credential || *credential == *plugged_) return false;
  plugged_ = *std::move(credential);
  return true;
}

}  // namespace chandler::platform::kubernetes
