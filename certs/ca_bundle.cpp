#include "certs/ca_bundle.hpp"

#include <algorithm>
#include <format>

#include <nlohmann/json.hpp>

#include "certs/bundle.hpp"
#include "platform/kubernetes/base64.hpp"

namespace chandler::certs {
namespace {

using nlohmann::json;

std::string present_bundle(const json& client_config) {
  const auto value = client_config.find("caBundle");
  if (value == client_config.end() || !value->is_string()) return {};
  return platform::kubernetes::from_base64(value->get_ref<const std::string&>()).value_or(std::string{});
}

bool holds_all(std::string_view present, std::string_view wanted) {
  return std::ranges::all_of(certificates_of(wanted), [&](std::string_view ca) { return present.contains(ca); });
}

}  // namespace

json ca_bundle_patch(const json& configuration, std::string_view ca) {
  json patch = json::array();
  const auto webhooks = configuration.find("webhooks");
  if (webhooks == configuration.end() || !webhooks->is_array()) return patch;
  for (std::size_t i = 0; i < webhooks->size(); ++i) {
    const json& webhook = (*webhooks)[i];
    if (!webhook.is_object() || !webhook.contains("name") || !webhook.contains("clientConfig")) continue;
    const json& client_config = webhook.at("clientConfig");
    if (!client_config.is_object() || holds_all(present_bundle(client_config), ca)) continue;
    patch.push_back({{"op", "test"}, {"path", std::format("/webhooks/{}/name", i)}, {"value", webhook.at("name")}});
    patch.push_back({{"op", "add"},
                     {"path", std::format("/webhooks/{}/clientConfig/caBundle", i)},
                     {"value", platform::kubernetes::base64(ca)}});
  }
  return patch;
}

}  // namespace chandler::certs
