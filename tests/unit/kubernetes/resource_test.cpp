#include "platform/kubernetes/resource.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::kubernetes {

TEST_CASE("paths are those of the API") {
  CHECK(secret("ops", "tls").path() == "/api/v1/namespaces/ops/secrets/tls");
  CHECK(secret("ops", "").path() == "/api/v1/namespaces/ops/secrets");
  CHECK(mutating_webhook_configuration("x").path() ==
        "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/x");
}

TEST_CASE("a name cannot leave its place in the path") {
  CHECK(secret("a/../b", "c?d").path() == "/api/v1/namespaces/a%2F..%2Fb/secrets/c%3Fd");
}

TEST_CASE("messages name kind and object") {
  CHECK(secret("ops", "tls").display() == "secrets ops/tls");
  CHECK(mutating_webhook_configuration("x").display() ==
        "mutatingwebhookconfigurations.admissionregistration.k8s.io x");
}

}  // namespace chandler::platform::kubernetes
