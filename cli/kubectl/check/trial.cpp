#include "cli/kubectl/check/trial.hpp"

#include <algorithm>
#include <format>

#include <nlohmann/json.hpp>

#include "core/injection/names.hpp"
#include "platform/kubernetes/errors.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl::check {

using nlohmann::json;
namespace objects = platform::kubernetes::objects;

json trial_pod() {
  // All that a namespace which enforces "restricted" asks of the pod's own container.
  const json context{{"allowPrivilegeEscalation", false},
                     {"runAsNonRoot", true},
                     {"runAsUser", 65532},
                     {"capabilities", {{"drop", {"ALL"}}}},
                     {"seccompProfile", {{"type", "RuntimeDefault"}}}};
  const json resources{{"requests", {{"cpu", "1m"}, {"memory", "1Mi"}}},
                       {"limits", {{"cpu", "1m"}, {"memory", "1Mi"}}}};
  return {{"apiVersion", "v1"},
          {"kind", "Pod"},
          {"metadata",
           {{"generateName", "chandler-check-"},
            {"labels", {{"chandler.dev/inject", "true"}}},
            {"annotations", {{"chandler.dev/wait-for", "tcp:localhost:1"}}}}},
          {"spec",
           {{"containers",
             {{{"name", "nothing"}, {"image", "nothing"}, {"securityContext", context}, {"resources", resources}}}}}}};
}

Finding judge_trial(const core::Expected<json>& answer, const std::string& namespace_name) {
  const std::string what = std::format("a labelled pod in {}, as a dry run,", namespace_name);
  if (!answer) {
    const std::string& message = answer.error().message;
    if (message.contains("failed calling webhook")) {
      return {Verdict::wrong, "admission", std::format("{} is refused: {}", what, message),
              "the API server does not reach the webhook, or does not trust it: the lines above say which"};
    }
    const bool lacks_right = answer.error().code == platform::kubernetes::code::refused;
    return {Verdict::unknown, "admission", std::format("{} is refused: {}", what, message),
            lacks_right ? "with the right to create pods there, or -n NAMESPACE of another, this can be tried" : ""};
  }
  const bool injected = std::ranges::any_of(objects::list(*answer, {"spec", "initContainers"}),
                                            [](const json& container) { return core::injection::is_ours(container); });
  if (injected) return {Verdict::ok, "admission", std::format("{} gets its containers", what), {}};
  return {
      Verdict::wrong, "admission", std::format("{} gets nothing from the webhook", what),
      "is the namespace excluded by the webhook's namespaceSelector, or failurePolicy Ignore with nobody answering? "
      "another namespace is tried by -n"};
}

}  // namespace chandler::cli::kubectl::check
