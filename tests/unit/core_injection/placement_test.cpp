#include "core/injection/placement.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace chandler::core;
using nlohmann::json;

namespace {

// "istio-proxy*" is a native sidecar.
std::size_t placed(const std::vector<std::string>& names, annotations::Order order = {},
                   std::size_t expected_findings = 0) {
  std::vector<json> containers;
  for (std::string name : names) {
    const bool native = name.ends_with('*');
    if (native) name.pop_back();
    json container{{"name", name}};
    if (native) container["restartPolicy"] = "Always";
    containers.push_back(std::move(container));
  }
  std::vector<const json*> pointers;
  for (const json& container : containers) pointers.push_back(&container);
  std::vector<annotations::Finding> findings;
  const std::size_t place = injection::place(pointers, order, findings);
  CHECK(findings.size() == expected_findings);
  return place;
}

}  // namespace

TEST_CASE("auto: before the pod's own init containers") {
  CHECK(placed({}) == 0);
  CHECK(placed({"warm-cache"}) == 0);
}

TEST_CASE("auto: behind native sidecars that lead, not behind those that follow an init container") {
  CHECK(placed({"log-shipper*"}) == 1);
  CHECK(placed({"log-shipper*", "warm-cache"}) == 1);
  CHECK(placed({"warm-cache", "log-shipper*"}) == 0);
}

TEST_CASE("auto: behind a mesh that runs natively, wherever it stands") {
  CHECK(placed({"istio-init", "istio-proxy*", "warm-cache"}) == 2);
  CHECK(placed({"istio-validation", "istio-proxy*"}) == 2);
  CHECK(placed({"linkerd-init", "linkerd-proxy*"}) == 2);
  CHECK(placed({"warm-cache", "linkerd-init", "linkerd-proxy*"}) == 3);
}

TEST_CASE("auto: before a mesh whose proxy comes with the application") {
  CHECK(placed({"istio-init", "warm-cache"}) == 0);
  CHECK(placed({"linkerd-init"}) == 0);
}

TEST_CASE("auto: behind what fetches secrets, with a finding where that is behind a classic mesh") {
  CHECK(placed({"vault-agent-init"}) == 1);
  CHECK(placed({"warm-cache", "vault-agent-init", "other"}) == 2);
  CHECK(placed({"istio-init", "istio-proxy*", "vault-agent-init"}) == 3);
  CHECK(placed({"vault-agent-init", "istio-init"}) == 1);
  CHECK(placed({"istio-init", "vault-agent-init"}, {}, 1) == 2);
}

TEST_CASE("a named place, or auto with a finding where the name is missing") {
  using Kind = annotations::Order::Kind;
  CHECK(placed({"a", "b", "c"}, {Kind::first, {}}) == 0);
  CHECK(placed({"a", "b", "c"}, {Kind::last, {}}) == 3);
  CHECK(placed({"a", "b", "c"}, {Kind::after, "b"}) == 2);
  CHECK(placed({"a", "b", "c"}, {Kind::before, "b"}) == 1);
  CHECK(placed({"a*", "b"}, {Kind::after, "x"}, 1) == 1);
}
