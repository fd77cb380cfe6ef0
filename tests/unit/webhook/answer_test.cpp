#include "webhook/answer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::webhook {

using nlohmann::json;

TEST_CASE("a patch goes out in base64 with its type, a plain yes without either") {
  const json patched = json::parse(to_review("u", {.reason = "injected", .patch = "[]", .warnings = {"careful"}}));
  CHECK(patched == json::parse(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"u",
    "allowed":true,"patchType":"JSONPatch","patch":"W10=","warnings":["careful"],"auditAnnotations":{"reason":"injected"}}})"));
  const json plain = json::parse(to_review("u", {.reason = "not_labelled"})).at("response");
  CHECK(plain == json::parse(R"({"uid":"u","allowed":true,"auditAnnotations":{"reason":"not_labelled"}})"));
}

TEST_CASE("a denial has code and message, and never a patch") {
  const json response =
      json::parse(
          to_review("u", {.allowed = false, .reason = "refused", .patch = "[]", .code = 422, .message = "two\nlines"}))
          .at("response");
  CHECK(response == json::parse(R"({"uid":"u","allowed":false,"status":{"code":422,"message":"two\nlines"},
    "auditAnnotations":{"reason":"refused"}})"));
}

TEST_CASE("text that is no UTF-8 still makes valid JSON") {
  CHECK(json::accept(to_review("\xff", {.reason = "x", .warnings = {"\xc3"}})));
}

}  // namespace chandler::webhook
