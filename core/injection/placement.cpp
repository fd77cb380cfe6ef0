#include "core/injection/placement.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::Order;
using annotations::Problem;
using annotations::Severity;
using nlohmann::json;

using Names = std::span<const std::string_view>;

// Init containers that redirect the pod's traffic to a proxy, or check that it is: Istio, its CNI mode,
// Linkerd and its CNI mode, Kuma, Consul.
constexpr std::array<std::string_view, 7> redirecting{
    "istio-init",     "istio-validation",          "linkerd-init", "linkerd-network-validator", "kuma-init",
    "kuma-validator", "consul-connect-inject-init"};
// Init containers that bring secrets: Vault's agent, bank-vaults' vault-env, External Secrets' and Conjur's,
// the AWS and GCP Berglas copies.
constexpr std::array<std::string_view, 7> fetching{
    "vault-agent-init",     "vault-env",    "copy-vault-env", "consul-template",
    "conjur-authenticator", "secrets-init", "copy-berglas"};
constexpr std::array<std::string_view, 6> proxies{"istio-proxy",      "linkerd-proxy", "kuma-sidecar",
                                                  "consul-dataplane", "envoy-sidecar", "vault-agent"};

bool is_one_of(const json& container, Names names) {
  return std::ranges::contains(names, name_of(container));
}

bool is_native_sidecar(const json& container) {
  return find_text(container, {"restartPolicy"}) == "Always";
}

std::size_t place_automatically(std::span<const json* const> others, std::vector<Finding>& findings) {
  std::size_t place = 0;
  bool leading = true;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const json& container = *others[i];
    const bool sidecar = is_native_sidecar(container);
    const bool wanted = (sidecar && (leading || is_mesh_proxy(name_of(container)))) || is_one_of(container, fetching);
    if (wanted) place = i + 1;
    leading = leading && (sidecar || wanted || is_one_of(container, redirecting));
  }
  const auto before = others.first(place);
  const auto redirect = std::ranges::find_if(before, [](const json* c) { return is_one_of(*c, redirecting); });
  const bool proxied =
      std::ranges::any_of(before, [](const json* c) { return is_native_sidecar(*c) && is_mesh_proxy(name_of(*c)); });
  if (redirect != before.end() && !proxied) {
    findings.push_back(
        {Severity::warn,
         Problem::conflict,
         annotations::full_key("order"),
         "auto",
         {},
         std::format(
             "ours come after {}, for the secrets, but also after {}, whose proxy does not run yet: exclude the "
             "database's port from it, or set {}order: first",
             name_of(*others[place - 1]), name_of(**redirect), annotations::prefix)});
  }
  return place;
}

}  // namespace

bool is_mesh_proxy(std::string_view container) {
  return std::ranges::contains(proxies, container);
}

std::size_t place(std::span<const json* const> others, const Order& order, std::vector<Finding>& findings) {
  switch (order.kind) {
    case Order::Kind::automatic:
      return place_automatically(others, findings);
    case Order::Kind::first:
      return 0;
    case Order::Kind::last:
      return others.size();
    case Order::Kind::after:
    case Order::Kind::before:
      break;
  }
  const auto named =
      std::ranges::find_if(others, [&](const json* container) { return name_of(*container) == order.name; });
  const bool after = order.kind == Order::Kind::after;
  if (named != others.end()) return static_cast<std::size_t>(named - others.begin()) + (after ? 1 : 0);
  findings.push_back({Severity::warn,
                      Problem::not_in_pod,
                      annotations::full_key("order"),
                      std::format("{}={}", after ? "after" : "before", order.name),
                      {},
                      std::format("{}order: the pod has no init container \"{}\"; the default holds: auto",
                                  annotations::prefix, order.name)});
  return place_automatically(others, findings);
}

}  // namespace chandler::core::injection
