#include "webhook/answer.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/base64.hpp"

namespace chandler::webhook {

std::string to_review(std::string_view uid, const Answer& answer) {
  using nlohmann::ordered_json;
  ordered_json response{{"uid", uid}, {"allowed", answer.allowed}};
  if (answer.allowed && !answer.patch.empty()) {
    response["patchType"] = "JSONPatch";
    response["patch"] = platform::kubernetes::base64(answer.patch);
  }
  if (!answer.allowed) response["status"] = {{"code", answer.code}, {"message", answer.message}};
  if (!answer.warnings.empty()) response["warnings"] = answer.warnings;
  response["auditAnnotations"] = {{"reason", answer.reason}};
  const ordered_json review{
      {"apiVersion", "admission.k8s.io/v1"}, {"kind", "AdmissionReview"}, {"response", std::move(response)}};
  return review.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace chandler::webhook
