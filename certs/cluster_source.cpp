#include "certs/cluster_source.hpp"

#include <chrono>
#include <format>

#include <nlohmann/json.hpp>

#include "certs/agree.hpp"
#include "certs/ca_bundle.hpp"
#include "platform/log/log.hpp"

namespace chandler::certs {
namespace {

namespace kubernetes = platform::kubernetes;

kubernetes::Resource resource_of(const WebhookConfiguration& configuration) {
  return configuration.kind == WebhookConfiguration::Kind::mutating
             ? kubernetes::mutating_webhook_configuration(configuration.name)
             : kubernetes::validating_webhook_configuration(configuration.name);
}

}  // namespace

core::Expected<WebhookConfiguration> WebhookConfiguration::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view kind = slash == std::string_view::npos ? "mutating" : text.substr(0, slash);
  const std::string_view name = slash == std::string_view::npos ? text : text.substr(slash + 1);
  if ((kind != "mutating" && kind != "validating") || name.empty() || name.contains('/')) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "usage",
                                       .message = std::format("'{}' names no webhook configuration", text),
                                       .hint = "give NAME or mutating/NAME, or validating/NAME"});
  }
  return WebhookConfiguration{.kind = kind == "mutating" ? Kind::mutating : Kind::validating,
                              .name = std::string(name)};
}

ClusterSource::ClusterSource(kubernetes::Client client, ClusterSourceOptions options)
    : client_(std::move(client)),
      options_(std::move(options)),
      store_(client_, options_.secret_namespace, options_.secret_name) {}

core::Expected<Bundle> ClusterSource::load() {
  auto agreed = agree(store_, options_.issue, &std::chrono::system_clock::now, given_);
  if (!agreed) return std::unexpected(agreed.error());
  given_ = std::move(agreed->bundle);
  return *given_;
}

core::Expected<void> ClusterSource::publish(const Bundle& bundle) {
  for (const WebhookConfiguration& configuration : options_.configurations) {
    if (auto published = publish(bundle, configuration); !published) return published;
  }
  return {};
}

core::Expected<void> ClusterSource::publish(const Bundle& bundle, const WebhookConfiguration& configuration) {
  const kubernetes::Resource resource = resource_of(configuration);
  const auto present = client_.get(resource);
  if (!present) return std::unexpected(present.error());
  const nlohmann::json patch = ca_bundle_patch(*present, bundle.ca);
  if (patch.empty()) return {};
  if (const auto patched = client_.patch(resource, kubernetes::PatchType::json, patch); !patched) {
    return std::unexpected(patched.error());
  }
  platform::log::info("ca_bundle_published", "the webhook configuration trusts our CA",
                      {{"configuration", configuration.name}});
  return {};
}

}  // namespace chandler::certs
