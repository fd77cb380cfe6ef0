#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/issue.hpp"
#include "certs/secret_store.hpp"
#include "certs/source.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::certs {

struct WebhookConfiguration {
  enum class Kind : std::uint8_t { mutating, validating };
  Kind kind = Kind::mutating;
  std::string name;

  // "NAME" or "mutating/NAME", or "validating/NAME".
  static core::Expected<WebhookConfiguration> parse(std::string_view text);
};

struct ClusterSourceOptions {
  IssueOptions issue;
  std::string secret_namespace;
  std::string secret_name;
  std::vector<WebhookConfiguration> configurations;  // whose caBundle is kept
};

// The certificate that all replicas share through a Secret; its CA goes into webhook configurations.
class ClusterSource final : public Source {
 public:
  ClusterSource(platform::kubernetes::Client client, ClusterSourceOptions options);

  core::Expected<Bundle> load() override;
  core::Expected<void> publish(const Bundle& bundle) override;

 private:
  core::Expected<void> publish(const Bundle& bundle, const WebhookConfiguration& configuration);

  platform::kubernetes::Client client_;
  ClusterSourceOptions options_;
  SecretStore store_;
  std::optional<Bundle> given_;  // last
};

}  // namespace chandler::certs
