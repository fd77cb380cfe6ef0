#include "tests/golden/restricted.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace chandler::tests {

using nlohmann::json;

std::vector<std::string> restricted_violations(const json& container) {
  std::vector<std::string> wrong;
  const json context = container.value("securityContext", json::object());
  const json capabilities = context.value("capabilities", json::object());
  if (context.value("allowPrivilegeEscalation", true)) wrong.emplace_back("allowPrivilegeEscalation");
  if (context.value("privileged", false)) wrong.emplace_back("privileged");
  if (!context.value("runAsNonRoot", false)) wrong.emplace_back("runAsNonRoot");
  if (context.value("runAsUser", 1) == 0) wrong.emplace_back("runAsUser");
  if (context.value("seccompProfile", json::object()).value("type", "") != "RuntimeDefault")
    wrong.emplace_back("seccompProfile");
  if (capabilities.value("drop", json::array()) != json::array({"ALL"})) wrong.emplace_back("capabilities.drop");
  if (!capabilities.value("add", json::array()).empty()) wrong.emplace_back("capabilities.add");
  for (const json& port : container.value("ports", json::array())) {
    if (port.contains("hostPort")) wrong.emplace_back("hostPort");
  }
  return wrong;
}

bool restricted_allows_volume(const json& volume) {
  static constexpr std::array allowed{"configMap", "csi",    "downwardAPI",          "emptyDir", "ephemeral", "image",
                                      "projected", "secret", "persistentVolumeClaim"};
  return std::ranges::all_of(volume.items(), [](const auto& member) {
    return member.key() == "name" || std::ranges::contains(allowed, member.key());
  });
}

}  // namespace chandler::tests
